import { DEFAULT_KSQLDB_URL } from 'ksqlite/cli';
import { connectKsqldb, credentialsFrom } from 'ksqlite/client';
import { systemClock } from 'ksqlite/clock';
import type { Env } from '../bench.ts';
import type { Hold } from '../load/measure-cars.ts';

/** All persistent queries of the server that `env` names. Throws RestError. */
export function holdQueries(env: Env): Hold {
  const execute = async (sql: string): Promise<void> => {
    const credentials = credentialsFrom(env);
    const client = connectKsqldb({
      url: env.KSQLDB_URL || DEFAULT_KSQLDB_URL,
      ...(credentials === undefined ? {} : { credentials }),
      clock: systemClock,
    });
    try {
      await client.execute(sql);
    } finally {
      await client.close();
    }
  };
  return { hold: () => execute('PAUSE ALL;'), release: () => execute('RESUME ALL;') };
}
