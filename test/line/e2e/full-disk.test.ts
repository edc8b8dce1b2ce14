import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { commandErrorOf } from 'ksqlite/cli';
import { type Disk, memoryDisk, openTopicLog } from 'ksqlite/testing';
import { TOPICS } from '../../../src/contracts/topic-names.ts';
import { judge, readTopic } from '../../support/data-topics.ts';
import { carLines, inputFile, seeded } from '../../support/input-cars.ts';
import {
  cleanUp,
  type Ended,
  errorLine,
  runLine,
  scriptWords,
  startProcess,
  temporaryFolder,
} from '../../support/line-process.ts';

const random = seeded(71);
const INPUT = inputFile(
  Array.from({ length: 200 }, (_, i) => carLines(`car-${i}`, i * 5, random, { spreadMs: 0 })).flat(),
);
const linesOn = (data: string): string[] => [
  '--input',
  INPUT,
  '--data',
  data,
  '--price-delay',
  '0',
  '--json',
];

function expectFull(ended: Ended, message: RegExp): void {
  const line = errorLine(ended);
  expect(line).toMatch(/^DISK: the disk refused: .*Nothing that was committed is lost; free space/);
  expect(line).toMatch(message);
  expect(ended).toMatchObject({ code: 7, signal: null, stdout: '' });
}

/** With room again it continues, and nothing was lost, doubled or sent twice. */
async function goesOn(data: string): Promise<void> {
  const sentBefore = (await readTopic(data, TOPICS.body)).filter(({ key }) => key?.startsWith('car-')).length;
  expect(sentBefore).toBeLessThan(200);
  const { code, stderr } = await runLine(linesOn(data));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { code: verdict, text } = await judge(data);
  expect(text).toContain('200 cars, 1400 parts, 0 unreadable, 0 violations');
  expect(verdict).toBe(0);
  const bodies = (await readTopic(data, TOPICS.body)).filter(({ key }) => key?.startsWith('car-'));
  expect(bodies).toHaveLength(200);
}

// needs no privilege: the shell's limit on the size of a file
it.concurrent('ends with one clear line when a file may grow no further, and continues later', async () => {
  const data = join(temporaryFolder(), 'data');
  const command = ['ulimit -f 300; exec "$0" "$@"', process.execPath, ...scriptWords('start').slice(1)];
  const ended = await startProcess('bash', ['-c', ...command, ...linesOn(data)]).ended;
  expectFull(ended, /EFBIG/);
  await goesOn(data);
});

const mountPoint = temporaryFolder();
const mounted =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'rccar-e2e', mountPoint]).status === 0;
afterAll(() => {
  if (mounted) spawnSync('umount', ['-l', mountPoint]);
});
afterAll(cleanUp);

// only root may mount the small file system that this needs
(mounted ? it.concurrent : it.skip)(
  'ends with one clear line when the disk is full, and continues when there is room',
  async () => {
    const data = join(mountPoint, 'data');
    expectFull(await runLine(linesOn(data)), /ENOSPC/);
    // still full: refused again, and nothing is spoilt by that
    expectFull(await runLine(linesOn(data)), /ENOSPC/);
    expect(spawnSync('mount', ['-o', 'remount,size=64m', mountPoint]).status).toBe(0);
    await goesOn(data);
  },
  120_000,
);

describe('a disk that is full from the nth write on', () => {
  /** Takes `writes` writes, and of the next one the first `torn` bytes. */
  function filling(disk: Disk, writes: number, torn: number): Disk {
    let left = writes;
    return {
      ...disk,
      append: (name) => {
        const file = disk.append(name);
        return {
          ...file,
          write: async (bytes) => {
            if (left-- > 0) return file.write(bytes);
            await file.write(bytes.subarray(0, torn));
            throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
          },
        };
      },
    };
  }

  it.each([
    [0, 0],
    [1, 0],
    [3, 1],
    [3, 20],
    [6, 33],
  ])('keeps what %d commits had written, %d bytes of the next one or not', async (writes, torn) => {
    const disk = memoryDisk();
    const log = openTopicLog({ disk: filling(disk, writes, torn), now: () => 1 });
    const partition = log.createTopic('t', 1).partitions[0]!;
    let error: unknown;
    for (let i = 0; i < 10 && error === undefined; i++) {
      log.append(partition, i, 'k', `value ${i}`);
      await log.commit().catch((thrown: unknown) => {
        error = thrown;
      });
    }
    expect(commandErrorOf(error)).toMatchObject({ code: 'DISK', exitCode: 7 });
    expect(commandErrorOf(error).message).toMatch(/ENOSPC: no space left on device/);
    // a log that failed once stays closed
    await expect(log.commit()).rejects.toBe(error);
    expect(() => log.append(partition, 99, 'k', 'more')).toThrow();
    await log.close();

    const again = openTopicLog({ disk, now: () => 2 });
    const kept = again.createTopic('t', 1).partitions[0]!;
    expect(kept.logEndOffset).toBe(writes);
    for (let i = 0; i < writes; i++) expect(String(kept.get(i).value)).toBe(`value ${i}`);
    again.append(kept, 50, 'k', 'after');
    await again.commit();
    await again.close();
    const last = openTopicLog({ disk, now: () => 3 }).topics.get('t')?.partitions[0];
    expect(String(last?.get(writes).value)).toBe('after');
  });
});
