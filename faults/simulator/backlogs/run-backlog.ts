import {
  caughtUp,
  type Engine,
  memoryDisk,
  openOnDisk,
  type PartitionLog,
  type SimulatedDisk,
  simulatedDisk,
} from 'ksqlite/testing';
import { type Random, seededRandom } from '../../random.ts';
import { failureViolations } from '../checks/disk-failure.ts';
import { textsOf } from '../checks/dump.ts';
import { differences, process } from '../checks/rebuild.ts';
import type { RunResult } from '../run-result.ts';
import type { Scenario } from '../scenario.ts';
import { engineOn } from '../simulated-line.ts';
import { installVirtualTime, type VirtualTime } from '../virtual-time.ts';
import type { Backlog, BacklogRecord } from './backlog.ts';
import { BACKLOGS, type BacklogKind } from './backlogs.ts';

const DEADLINE_MS = 400_000;
const MOST_ENDS = 30;

/** A log with a backlog's statements and no record yet. */
export async function backlogFolder(now: number, kind: BacklogKind): Promise<ReadonlyMap<string, Buffer>> {
  const disk = memoryDisk();
  const database = openOnDisk(disk, { now: () => now });
  await database.execute(BACKLOGS[kind].sql);
  await database.close();
  return disk.files;
}

/**
 * Gives an engine many records, ends it again and again while it goes through them, and holds what it wrote against an
 * engine that was left alone: the same, record by record, in the same order.
 */
export async function runBacklog(
  scenario: Scenario,
  backlog: Backlog,
  base: ReadonlyMap<string, Buffer>,
  start: number,
): Promise<RunResult> {
  const random = seededRandom(scenario.seed).fork(2);
  const time = installVirtualTime(start, random.fork(1));
  const ends: string[] = [];
  try {
    const records = backlog.records(random.fork(3), start);
    const disk = simulatedDisk(base, random.fork(2));
    const killed = await textsAfterDeaths(
      scenario,
      disk,
      { ...backlog, all: records },
      { time, fate: random.fork(4), ends },
    );
    const alone = memoryDisk();
    for (const [file, bytes] of base) alone.files.set(file, bytes);
    const engine = engineOn(alone, scenario, time, () => undefined);
    await process(engine, records, time);
    const violations = differences(textsOf(engine.log), killed, 'the engine that was killed');
    await time.finish(() => engine.close());
    return { seed: scenario.seed, violations, ends, steps: time.steps() };
  } catch (error) {
    const violations = [
      `the engine threw ${error instanceof Error ? (error.stack ?? error.message) : error}`,
    ];
    return { seed: scenario.seed, violations, ends, steps: time.steps() };
  } finally {
    time.uninstall();
  }
}

async function textsAfterDeaths(
  scenario: Scenario,
  disk: SimulatedDisk,
  backlog: Given,
  { time, fate, ends }: { readonly time: VirtualTime; readonly fate: Random; readonly ends: string[] },
): Promise<ReadonlyMap<string, readonly string[]>> {
  const deaths = fate.int(1, 8);
  while (ends.length < MOST_ENDS) {
    const mayEnd = ends.length < deaths;
    const faults = mayEnd ? { ...scenario.disk, deathAtWrite: 0.2 } : NO_FAULTS;
    let end: 'done' | 'dead' | undefined;
    let failure: unknown;
    const die = (): void => {
      end = 'dead';
    };
    const fail = (error: unknown): void => {
      failure ??= error;
      die();
    };
    const engine = engineOn(disk.mount(time.clock, faults, die), scenario, time, fail);
    const working = async (): Promise<void> => {
      await giveAll(engine, backlog, fate);
      end ??= 'done';
    };
    working().catch(fail);
    const isOver = (): boolean => {
      if (mayEnd && fate.chance(0.02)) die();
      return end !== undefined;
    };
    await time.run(isOver, time.now() + DEADLINE_MS);
    if (end === 'done') {
      const texts = textsOf(engine.log);
      Object.assign(faults, NO_FAULTS);
      // a write that is under way may still be its last
      await time.finish(
        () => engine.close(),
        () => end === 'dead',
      );
      return texts;
    }
    if (end === undefined) throw new Error('it does not settle');
    const [wrong] = failure === undefined ? [] : failureViolations(failure);
    if (wrong !== undefined) throw new Error(wrong);
    const how = fate.oneOf(['kill', 'power'] as const);
    ends.push(how);
    disk.afterDeath(how);
    time.clear();
  }
  throw new Error('it never gets up again');
}

const NO_FAULTS = { failure: 0, deathAtWrite: 0, slowestMs: 2 };

type Given = Pick<Backlog, 'topics' | 'lot'> & { readonly all: readonly BacklogRecord[] };

/** Gives an engine the records that its log does not have yet, while it works; resolves when it has gone through all. */
async function giveAll({ log, scheduler }: Engine, { all, topics, lot }: Given, fate: Random): Promise<void> {
  const partitionOf = (topic: string): PartitionLog => log.topics.get(topic)?.partitions[0] as PartitionLog;
  // they are given in one order and commits are whole: those that are there are the first ones
  let given = topics.reduce((sum, topic) => sum + partitionOf(topic).logEndOffset, 0);
  while (given < all.length) {
    const next = all.slice(given, given + lot(fate));
    for (const { topic, key, value, timestamp } of next)
      log.append(partitionOf(topic), timestamp, key, value);
    given += next.length;
    if (given === all.length) break;
    scheduler.wake();
    if (fate.chance(0.2)) await scheduler.settled();
    else await new Promise((resolve) => setImmediate(resolve));
  }
  await caughtUp(scheduler);
}
