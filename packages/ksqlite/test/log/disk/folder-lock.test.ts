import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { lockFolder } from '../../../src/log/disk/folder-lock.ts';

let folder = '';
let holders: Holder[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ksql-lock-'));
  holders = [];
});
afterEach(async () => {
  await Promise.all(holders.map((holder) => holder.kill()));
  rmSync(folder, { recursive: true, force: true });
});

interface Holder {
  readonly process: ChildProcessWithoutNullStreams;
  ask(command: 'take' | 'release'): Promise<string>;
  kill(): Promise<void>;
}

const SCRIPT = new URL('../support/hold-lock.ts', import.meta.url).pathname;

async function holder(): Promise<Holder> {
  const child = spawn(process.execPath, ['--import', './tooling/typescript/register.mjs', SCRIPT, folder], {
    stdio: 'pipe',
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const answer = async (): Promise<string> => String((await lines.next()).value);
  const made: Holder = {
    process: child,
    ask: (command) => {
      child.stdin.write(`${command}\n`);
      return answer();
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
  holders.push(made);
  expect(await answer()).toBe('ready');
  return made;
}

const lockFile = (): string => join(folder, 'lock');
const locked = (pid: number | undefined) =>
  expect.objectContaining({
    code: 'LOG_LOCKED',
    message: `${folder} is in use by process ${pid}`,
    hint: 'Stop that process, or choose another folder.',
  });
/** A pid that no process has. */
const deadPid = (): number => {
  for (let pid = 3_999_999; ; pid--)
    try {
      process.kill(pid, 0);
    } catch {
      return pid;
    }
};
const started = (pid: number): string => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]!;
};
const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

/** The second lock, which who takes a dead owner's lock away holds. */
const guardOf = (path: string, owner: string): string =>
  `${path}.${createHash('sha256').update(owner).digest('hex').slice(0, 8)}`;

describe('the lock of a folder', () => {
  it('makes the folder, names its owner, leaves nothing behind', () => {
    const inside = join(folder, 'a', 'b');
    const lock = lockFolder(inside);
    expect(readFileSync(join(inside, 'lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    expect(readdirSync(inside)).toEqual(['lock']);
    lock.release();
    expect(readdirSync(inside)).toEqual([]);
    lockFolder(inside).release();
  });

  it('is refused while its owner lives, and taken over when it was killed', async () => {
    const owner = await holder();
    expect(await owner.ask('take')).toBe('taken');
    expect(() => lockFolder(folder)).toThrow(locked(owner.process.pid));
    await owner.kill();
    expect(existsSync(lockFile())).toBe(true);
    const lock = lockFolder(folder);
    expect(readFileSync(lockFile(), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    lock.release();
  });

  it('can be taken once its owner has let it go', async () => {
    const owner = await holder();
    await owner.ask('take');
    expect(await owner.ask('release')).toBe('released');
    const lock = lockFolder(folder);
    expect(await owner.ask('take')).toContain('LOG_LOCKED');
    lock.release();
    expect(await owner.ask('take')).toBe('taken');
  });

  it('of a pid that no process has is taken over', () => {
    writeFileSync(lockFile(), `${deadPid()} 123 ${bootId()}`);
    lockFolder(folder).release();
  });

  it.each(['', 'rubbish', '-1 2 3', '0'])('that says %p is taken over', (text) => {
    writeFileSync(lockFile(), text);
    lockFolder(folder).release();
  });

  it('of a pid that is used again is taken over: by its start, by the boot', async () => {
    const { pid } = (await holder()).process;
    writeFileSync(lockFile(), `${pid} ${Number(started(pid!)) - 1} ${bootId()}`);
    lockFolder(folder).release();
    writeFileSync(lockFile(), `${pid} ${started(pid!)} 00000000-0000-0000-0000-000000000000`);
    lockFolder(folder).release();
    writeFileSync(lockFile(), `${pid} ${started(pid!)} ${bootId()}`);
    expect(() => lockFolder(folder)).toThrow(locked(pid));
  });

  it('is not let go by one who lost it', () => {
    const lock = lockFolder(folder);
    writeFileSync(lockFile(), 'someone else');
    lock.release();
    expect(readFileSync(lockFile(), 'utf8')).toBe('someone else');
  });

  it('is taken over though processes died while they took it over', () => {
    const [dead, second, third] = ['1 ', '2 ', '3 '].map((no) => `${deadPid()} ${no} ${bootId()}`);
    writeFileSync(lockFile(), dead!);
    const guard = guardOf(lockFile(), dead!);
    writeFileSync(guard, second!);
    writeFileSync(guardOf(guard, second!), third!);
    lockFolder(folder).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of a dead owner is left alone while another process takes it away', async () => {
    const { pid } = (await holder()).process;
    const dead = `${deadPid()} 1 ${bootId()}`;
    writeFileSync(lockFile(), dead);
    writeFileSync(guardOf(lockFile(), dead), `${pid} ${started(pid!)} ${bootId()}`);
    expect(() => lockFolder(folder)).toThrow(
      expect.objectContaining({ code: 'LOG_LOCKED', message: expect.stringContaining('several processes') }),
    );
    expect(readFileSync(lockFile(), 'utf8')).toBe(dead);
  });

  it('goes to exactly one of several processes that race for a stale one', async () => {
    const racers = await Promise.all(Array.from({ length: 5 }, holder));
    for (let round = 0; round < 500; round++) {
      writeFileSync(lockFile(), `${deadPid()} 123 ${bootId()}`);
      const answers = await Promise.all(racers.map((racer) => racer.ask('take')));
      expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1);
      expect(answers.filter((answer) => answer.startsWith('LOG_LOCKED'))).toHaveLength(4);
      await racers[answers.indexOf('taken')]!.ask('release');
      expect(readdirSync(folder)).toEqual([]);
    }
  });
});
