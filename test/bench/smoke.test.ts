import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BENCH_NAMES, BENCHES } from '../../bench/registry.ts';
import { reportSchema } from '../../bench/results/report.ts';

const MAIN = fileURLToPath(new URL('../../bench/main.ts', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-smoke-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('every bench runs, reports its columns, and leaves nothing behind', async () => {
  const json = join(folder, 'report.json');
  const data = mkdtempSync(join(folder, 'data-'));
  const env = { ...process.env, KAFKA_BOOTSTRAP: '', KSQLDB_URL: '' };
  // start runs the package as it is built, which another check may do meanwhile
  const left = ['assembly-20-percent-incomplete', 'start'];
  const names = BENCH_NAMES.filter((name) => !left.includes(name));
  const args = [
    '--import',
    './tooling/typescript/register.mjs',
    MAIN,
    ...names,
    '--scale',
    'tiny',
    '--millions',
    '3',
  ];
  args.push('--folder', data, '--json', json);
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  const report = reportSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
  // those that need a broker, or a Chromium and the page built
  const { kafka, page, 'page-growth': pageGrowth, ...others } = report.skipped;
  expect(others).toEqual({});
  expect(kafka).toBeDefined();
  expect(pageGrowth).toEqual(page);
  const ran = names.filter((name) => !(name in report.skipped));
  for (const name of ran) {
    const results = report.results.filter(({ bench }) => bench === name);
    expect(results).not.toHaveLength(0);
    const { columns } = await BENCHES[name]!();
    expect(results.some(({ figures }) => columns.some((column) => Number.isFinite(figures[column])))).toBe(
      true,
    );
    expect(stdout).toContain(name);
  }
  expect(readdirSync(data)).toEqual([]);
}, 600_000);
