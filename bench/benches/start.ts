import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Bench, Round } from '../bench.ts';
import type { Sample } from '../results/result.ts';

/** What is published: `npm run build` makes it. */
const PROGRAM = fileURLToPath(new URL('../../packages/ksqlite/dist/lib/cli/main.js', import.meta.url));
const SQL = `
CREATE STREAM readings (sensor VARCHAR KEY, celsius DOUBLE) WITH (KAFKA_TOPIC='readings', VALUE_FORMAT='JSON', PARTITIONS=1);
CREATE TABLE heat AS SELECT sensor, MAX(celsius) AS highest FROM readings GROUP BY sensor;`;
/** Ticks of /proc/PID/stat a second, on every Linux that Node runs on. */
const TICKS = 100;

/** How soon is `ksqlite dev` there? */
export const start: Bench = {
  about: 'ksqlite dev as it is published: from the start of its process until its page and its API answer',
  columns: ['firstAnswerMs', 'appliedMs', 'cpuSeconds'],
  rounds: 9,
  warmUp: true,
  skip: () => (existsSync(PROGRAM) ? undefined : 'the package is not built: npm run build'),
  run: look,
};

async function look(round: Round): Promise<readonly Sample[]> {
  mkdirSync(round.folder, { recursive: true });
  writeFileSync(join(round.folder, 'my.sql'), SQL);
  return [
    { case: 'without a file', figures: await started(round, []) },
    { case: 'with two statements', figures: await started(round, ['my.sql']) },
  ];
}

async function started({ folder }: Round, files: readonly string[]): Promise<Sample['figures']> {
  const began = performance.now();
  const dev = spawn(
    process.execPath,
    [PROGRAM, 'dev', ...files, '--json', '--listen', '127.0.0.1:0', '--registry', 'off'],
    { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(dev, 'exit');
  try {
    let firstAnswerMs = Number.NaN;
    for await (const line of createInterface(dev.stdout)) {
      const event = JSON.parse(line) as { readonly event: string; readonly api?: string };
      if (event.api !== undefined) {
        await answered(event.api);
        firstAnswerMs = performance.now() - began;
      }
      if (event.event === 'watching') break;
    }
    return { firstAnswerMs, appliedMs: performance.now() - began, ...cpu(dev.pid) };
  } finally {
    dev.kill('SIGTERM');
    await ended;
  }
}

/** Throws Error where it is not the API, or not the page. */
async function answered(api: string): Promise<void> {
  const info = await fetch(`${api}/info`);
  const page = await fetch(api, { headers: { accept: 'text/html' } });
  if (!(await info.text()).includes('KsqlServerInfo') || !(await page.text()).includes('<html'))
    throw new Error(`${api} answers with ${info.status} and ${page.status}`);
}

/** Of all its threads so far; nothing where there is no /proc. */
function cpu(pid: number | undefined): Sample['figures'] {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return {};
  // the name of the program stands in parentheses, and may have blanks
  const [, , , , , , , , , , , user, system] = readFileSync(file, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return { cpuSeconds: (Number(user) + Number(system)) / TICKS };
}
