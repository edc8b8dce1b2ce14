import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../src/index.ts';

const PROCESSES = 10;
const CONTENDER = fileURLToPath(new URL('./support/contender.ts', import.meta.url));

interface Contender {
  readonly child: ChildProcess;
  readonly lines: () => readonly string[];
  readonly ready: Promise<unknown>;
  readonly ended: Promise<number>;
}

function start(folder: string, name: string): Contender {
  const child = spawn(
    process.execPath,
    ['--import', './tooling/typescript/register.mjs', CONTENDER, folder, name],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return {
    child,
    lines: () => text.split('\n').filter(Boolean),
    ready: once(child.stdout, 'data'),
    ended: once(child, 'close').then(([code]) => code),
  };
}

it('ten processes that want one folder destroy nothing', async () => {
  const home = mkdtempSync(join(tmpdir(), 'ksqlite-contention-'));
  const folder = join(home, 'data');
  try {
    const names = Array.from({ length: PROCESSES }, (_, i) => `p${i}`);
    const contenders = names.map((name) => start(folder, name));
    await Promise.all(contenders.map(({ ready }) => ready));
    for (const { child } of contenders) child.stdin?.end('go\n');
    expect(await Promise.all(contenders.map(({ ended }) => ended))).toEqual(names.map(() => 0));
    const lines = contenders.flatMap((contender) => contender.lines());
    const pids = new Set(contenders.map(({ child }) => child.pid));
    for (const line of lines.filter((each) => each.startsWith('refused')))
      expect(line).toMatch(/in use by process \d+$|being taken by several processes at once$/);
    for (const line of lines) {
      const [, pid] = /in use by process (\d+)$/.exec(line) ?? [];
      if (pid !== undefined) expect(pids).toContain(Number(pid));
    }
    const db = await openDatabase(folder);
    const rows = (await db.query('SELECT who FROM s;').all()).map(({ WHO }) => String(WHO));
    await db.close();
    expect(rows.sort()).toEqual(names);
    expect(lines.filter((line) => line.startsWith('acknowledged'))).toHaveLength(PROCESSES);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
