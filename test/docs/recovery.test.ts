import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  cleanUp,
  type Running,
  scriptWords,
  startProcess,
  temporaryFolder,
} from '../support/line-process.ts';
import { textOf } from './documents.ts';

afterAll(cleanUp);

const guide = textOf('docs/guide/recovery.md');
const parent = temporaryFolder();
const folder = join(parent, 'walk');

/** A block of the guide, as a script for bash: with a folder of the test, a small line, and any free port. */
function scriptOf(name: string): string {
  const [, block = ''] = new RegExp(`<!-- run: ${name} -->\n\n\`\`\`sh\n([^\`]*)\`\`\``).exec(guide) ?? [];
  expect(block).not.toBe('');
  return block
    .replaceAll('npm start --', `exec ${scriptWords('start').join(' ')} --ksqldb-port 0 --rate 100`)
    .replaceAll('--cars 60', '--cars 30')
    .replaceAll('npm run --silent topic --', scriptWords('topic').join(' '))
    .replaceAll(/\b(walk|damaged)\b/g, join(parent, '$1'));
}

const start = (name: string): Running => startProcess('bash', ['-ec', scriptOf(name)]);

test('the walk of docs/guide/recovery.md, in one process, is as it says', async () => {
  const killed = start('start');
  while (!/[1-9]\d* cars out/.test(killed.stderr()) && !killed.hasEnded()) await pause(20);
  const address = readFileSync(join(folder, 'server'), 'utf8').split(' ')[1]!.trim();
  const look = scriptOf('look').replace('http://127.0.0.1:8088', address);
  const looked = await startProcess('bash', ['-ec', look]).ended;
  expect(looked.stdout).toMatch(/^ledger\.jsonl$|^lock$/m);
  expect(looked.stdout).toContain('0000000000000001.seg');
  expect(looked.stdout).toMatch(/^ksqlite_commit_duration_seconds_count [1-9]/m);

  await start('kill').ended;
  expect(await killed.ended).toMatchObject({ code: null, signal: 'SIGKILL' });
  expect(existsSync(join(folder, 'lock'))).toBe(true);
  expect(Number((await start('read').ended).stdout)).toBeGreaterThan(0);

  const holds = '✔ every part that went in came out once';
  expect(guide).toContain(holds);
  expect(await start('start').ended).toMatchObject({ code: 0, stdout: expect.stringContaining(holds) });
  expect(await start('twice').ended).toMatchObject({ stdout: '', stderr: '' });
  expect(await start('tear').ended).toMatchObject({ code: 0, stdout: expect.stringContaining(holds) });

  const damaged = await start('damage').ended;
  expect(damaged.code).toBe(6);
  expect(damaged.stderr).toMatch(/DATA_DAMAGED: 0000000000000001\.seg fails its checksum at byte \d+/);
});
