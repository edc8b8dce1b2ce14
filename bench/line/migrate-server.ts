import { Readable, Writable } from 'node:stream';
import { migrateCommand } from 'ksqlite/cli';
import { systemClock } from 'ksqlite/clock';
import type { Env } from '../bench.ts';

/** `npm run ksql:migrate` on the server that `env` names. Throws what it throws. */
export async function migrateServer(env: Env): Promise<void> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const signal = new AbortController().signal;
  const code = await migrateCommand()(['--define', 'format=JSON'], {
    env,
    clock: systemClock,
    stdin: Readable.from([]),
    stdout: nowhere,
    stderr: nowhere,
    signal,
  });
  if (code !== 0) throw new Error(`ksql:migrate ended with exit code ${code}`);
}
