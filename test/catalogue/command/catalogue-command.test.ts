import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChooseTopics } from 'ksqlite/topics';
import { chooseKafka, startCommand } from '../../../packages/ksqlite/test/support/command-context.ts';
import { inMemoryBroker } from '../../../packages/ksqlite/test/support/in-memory-topics.ts';
import { catalogueCommand } from '../../../src/catalogue/command/catalogue-command.ts';
import { selfMovingClock } from '../../producer/self-moving-clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));

async function run(argv: readonly string[], choose: ChooseTopics = () => ({ runtime: 'embedded' })) {
  const clock = selfMovingClock();
  const running = startCommand(catalogueCommand(choose), argv, { clock });
  const code = await clock.during(running.ended);
  return { code, stdout: running.stdout(), stderr: running.stderr() };
}

const lines = (file: string) =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

it('makes the same catalogue of the same seed, in one go or in two', async () => {
  const history = async (name: string, ...totals: readonly string[]) => {
    for (const total of totals) {
      const options = ['--parts', '70', '--seed', 's', '--changes', '1000', '--json', '--total', total];
      const file = join(folder, `${name}.jsonl`);
      const { code, stdout, stderr } = await run([
        ...options,
        '--data',
        join(folder, name),
        '--history',
        file,
      ]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(JSON.parse(stdout)).toMatchObject({ parts: 70, seed: 's' });
      expect(JSON.parse(stdout).changedRows).toBeGreaterThanOrEqual(Number(total));
    }
    return lines(join(folder, `${name}.jsonl`)).map(({ at: _, ...line }) =>
      JSON.stringify(line).replaceAll(/"updated_at":"[^"]*"/g, ''),
    );
  };
  const once = await history('once', '300');
  expect(await history('twice', '100', '300')).toEqual(once);
});

it('refuses another number of parts than it was made with', async () => {
  await expect(run(['--parts', '80', '--data', join(folder, 'once')])).rejects.toThrow(
    'the catalogue was made with --parts 70 --seed s',
  );
});

it('works on topics elsewhere, and reports in words', async () => {
  const { connect } = inMemoryBroker({ markers: true });
  const { code, stdout } = await run(
    ['--parts', '70', '--total', '20', '--changes', '100'],
    chooseKafka(connect),
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(/^70 parts of seed 1, \d+ rows; 2\d changed rows since it was filled\n/);
  const again = await run(['--total', '20'], chooseKafka(connect));
  expect(again.stdout).toMatch(/2\d changed rows/);
});

it('tells how it is used', async () => {
  expect((await run(['--help'])).stdout).toContain('--changes <ROWS_PER_S>');
});
