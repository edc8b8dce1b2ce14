import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import KsqldbClient from 'ksqldb-client';
import { readMigrations } from '../../../src/cli/migrate/files/read-migrations.ts';
import { stepsOf } from '../../../src/cli/migrate/files/steps-of.ts';
import { readCatalogue } from '../../../src/cli/migrate/server/catalogue.ts';
import { ksqldbOver } from '../../../src/cli/migrate/server/ksqldb.ts';
import { connectKsqldb } from '../../../src/client/connect-ksqldb.ts';

// its types say default export, the module itself is the class
const Client = KsqldbClient as unknown as typeof KsqldbClient.default;

/**
 * Against the server at KSQLDB_URL: one without streams, or with what this has made before. Migrations are killed at
 * random, two run at once; afterwards exactly what the files say is there.
 */
const url = process.env.KSQLDB_URL;
const KILLED_AFTER_MS = Array.from({ length: 3 }, () => randomInt(2_000, 8_000));
const onServer = url === undefined ? test.skip : test;

const migrate = (argv: readonly string[] = []) => {
  const child = spawn(process.execPath, [
    '--import',
    './tooling/typescript/register.mjs',
    'packages/ksqlite/src/cli/main.ts',
    'migrate',
    ...argv,
  ]);
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  const ended = new Promise<{ code: number | null; said: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, said })),
  );
  return { kill: () => child.kill('SIGKILL'), ended };
};

onServer(
  `killed after ${KILLED_AFTER_MS.join(', ')} ms, run twice and at once: every statement once`,
  async () => {
    for (const afterMs of KILLED_AFTER_MS) {
      const victim = migrate();
      const timer = setTimeout(victim.kill, afterMs);
      await victim.ended;
      clearTimeout(timer);
    }
    const both = await Promise.all([migrate(['--wait', '600']).ended, migrate(['--wait', '600']).ended]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect((await migrate(['--validate']).ended).said).toContain('9 applied and unchanged, 0 pending');

    const client = connectKsqldb({ url: url ?? '' });
    const { sources, queries } = await readCatalogue(ksqldbOver(client, new AbortController().signal));
    await client.close();
    const steps = readMigrations('ksql').flatMap(stepsOf);
    const inserts = steps.flatMap(({ action }) => (action.kind === 'insert' ? [action.queryId] : []));
    const creates = steps.flatMap(({ action }) => (action.kind === 'create' ? [action] : []));
    const filled = creates.filter((action) => action.filled).map(({ source }) => source);
    const ours = [...queries.values()].filter(({ sinks }) => !sinks.includes('MIGRATIONS'));
    const made = ours.filter(({ id }) => /^C[ST]AS_/.test(id));
    expect(
      ours
        .filter(({ id }) => !made.some((one) => one.id === id))
        .map(({ id }) => id)
        .sort(),
    ).toEqual(inserts.sort());
    expect(made.flatMap(({ sinks }) => sinks).sort()).toEqual(filled.sort());
    expect([...queries.values()].map(({ state }) => state).every((state) => state === 'RUNNING')).toBe(true);
    for (const { source } of creates) expect([...sources.keys()]).toContain(source);
  },
  900_000,
);

onServer('a client of others’ making finds the streams with their columns', async () => {
  const { protocol, hostname, port } = new URL(url ?? '');
  const client = new Client({ host: `${protocol}//${hostname}`, port: Number(port) });
  await client.connect();
  try {
    const { fields, topic } = await client.describeSource('PARTS');
    expect(topic).toBe('rccar-parts');
    expect(fields.map(({ name }) => name)).toEqual([
      'SKU',
      'ID',
      'BODY',
      'ENGINE',
      'REMOTE_CONTROL',
      'WHEEL',
    ]);
  } finally {
    await client.disconnect();
  }
});
