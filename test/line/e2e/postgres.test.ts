/** The line on a catalogue in PostgreSQL, which it changes itself; both are killed. */
import { join } from 'node:path';
import { describeOnPostgres } from '../../../packages/ksqlite/test/support/postgres/on-postgres.ts';
import { readTopic } from '../../support/data-topics.ts';
import { filesWith, judgeCatalogue } from '../../support/judge-catalogue.ts';
import { cleanUp, runLine, startLine, temporaryFolder, until } from '../../support/line-process.ts';
import { ownedDatabase, PASSWORD } from '../../support/postgres-role.ts';

afterAll(cleanUp);

/** No request of a slow machine times out, and one that met a server that was away is made again. */
const PATIENT = [
  ['--price-attempt-timeout', '600000'],
  ['--price-lookup-timeout', '600000'],
  ['--price-retries', '100'],
  ['--price-delay', '0-20'],
].flat();
const CARS = ['--cars', '14', '--rate', '60', '--seed', '3', '--missing', '0', '--late', '0'];
/** What the check leaves open of changes this near to each other: a machine may be slow. */
const SLACK_MS = 600_000;

describeOnPostgres('npm start -- --postgres', (server) => {
  test('builds cars of a catalogue in PostgreSQL over kills of both: each change once, no secret told', async () => {
    const url = await ownedDatabase(server(), 'shop');
    const folder = temporaryFolder();
    const data = join(folder, 'data');
    const history = join(folder, 'history.jsonl');
    const args = ['--postgres', url, '--parts', '80', '--changes', '100', ...CARS, ...PATIENT];
    const all = [...args, '--no-ksqldb', '--json', '--data', data, '--history', history];
    const env = { PGPASSWORD: PASSWORD };
    const events = async () => (await readTopic(data, 'catalogue.public.parts')).length;

    const first = startLine(all, { env });
    await until('changes come', async () => first.hasEnded() || (await events()) > 90, 600_000);
    await server().crash();
    await server().restart();
    const before = await events();
    await until('they come again', async () => first.hasEnded() || (await events()) > before, 600_000);
    first.kill('SIGKILL');
    const killed = await first.ended;
    const last = await runLine(all, { env });
    expect(last.code).toBe(0);
    expect(JSON.parse(last.stdout).catalogue).toMatchObject({ parts: 80, seed: '3' });

    const { violations, figures } = await judgeCatalogue(data, history, SLACK_MS);
    expect(violations).toEqual([]);
    expect(figures['rccar-completed']).toBeGreaterThan(0);
    expect(filesWith(data, ['scrypt:', PASSWORD])).toEqual([]);
    for (const { stdout, stderr } of [killed, last]) expect(stdout + stderr).not.toMatch(/scrypt:|Pa55/);

    const elsewhere = await runLine(['--catalogue', '--no-ksqldb', '--data', data]);
    expect(elsewhere.stderr).toContain('USAGE: --catalogue: the catalogue of this folder is in PostgreSQL');
  }, 1_200_000);
});
