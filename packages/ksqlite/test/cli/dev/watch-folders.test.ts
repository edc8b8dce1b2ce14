import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchFolders } from '../../../src/cli/dev/watch-folders.ts';

test('a file that is written, and one that takes another one’s place, are told of when all is silent', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ksqlite-watch-'));
  let pending: (() => void) | undefined;
  let scheduled = 0;
  const clock = {
    now: () => 0,
    after: (_ms: number, then: () => void) => {
      pending = then;
      scheduled++;
      return () => {
        pending = undefined;
      };
    },
  };
  let changes = 0;
  const stop = watchFolders(clock)([folder], () => changes++);
  /** The operating system tells of it in its own time. */
  const noticed = async (change: () => void): Promise<void> => {
    const before = scheduled;
    change();
    while (scheduled === before) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await noticed(() => writeFileSync(join(folder, 'a.sql'), 'one'));
  expect(changes).toBe(0);
  pending?.();
  expect(changes).toBe(1);
  await noticed(() => {
    writeFileSync(join(folder, 'b'), 'two');
    renameSync(join(folder, 'b'), join(folder, 'a.sql'));
  });
  pending?.();
  expect(changes).toBe(2);
  stop();
  rmSync(folder, { recursive: true });
});
