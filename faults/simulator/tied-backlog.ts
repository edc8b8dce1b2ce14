import { openEngine } from '../../src/ksql/engine/engine.ts';
import { memoryDisk } from '../../src/ksql/log/memory-disk.ts';
import { openTopicLog } from '../../src/ksql/log/topic-log.ts';
import { type Random, seededRandom } from '../random.ts';
import { textsOf } from './checks/dump.ts';
import { differences, process } from './checks/rebuild.ts';
import type { RunResult } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import { type SimulatedDisk, simulatedDisk } from './simulated-disk.ts';
import { engineOn } from './simulated-line.ts';
import { installVirtualTime, type VirtualTime } from './virtual-time.ts';

/**
 * Joins that read their topics themselves, so that records of one time lie at the heads of several inputs when a process
 * ends. In the line's own statements they do not: whatever it joins was written by a statement a moment before.
 */
const SQL = `
  CREATE STREAM a (k VARCHAR KEY, v INT) WITH (KAFKA_TOPIC = 'a', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
  CREATE STREAM b (k VARCHAR KEY, v INT) WITH (KAFKA_TOPIC = 'b', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
  CREATE TABLE t (k VARCHAR PRIMARY KEY, v INT) WITH (KAFKA_TOPIC = 't', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
  CREATE STREAM pairs AS SELECT ROWKEY AS k, a.v AS av, b.v AS bv
    FROM a FULL OUTER JOIN b WITHIN 1 SECOND GRACE PERIOD 0 SECONDS ON a.k = b.k EMIT CHANGES;
  CREATE STREAM looked_up AS SELECT a.k AS k, a.v AS v, t.v AS tv FROM a LEFT JOIN t ON a.k = t.k EMIT CHANGES;
  CREATE TABLE counted AS SELECT k, COUNT(*) AS n, LATEST_BY_OFFSET(v) AS v, LATEST_BY_OFFSET(tv) AS tv
    FROM looked_up WINDOW TUMBLING (SIZE 2 SECONDS) GROUP BY k EMIT CHANGES;
`;
const TOPICS = ['a', 'b', 't'];
const DEADLINE_MS = 400_000;
const MOST_ENDS = 30;

export async function tiedBacklogFolder(now: number): Promise<ReadonlyMap<string, Buffer>> {
  const disk = memoryDisk();
  const engine = openEngine({ log: openTopicLog({ disk, now: () => now }), now: () => now });
  await engine.execute(SQL);
  await engine.close();
  return disk.files;
}

interface BacklogRecord {
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  readonly timestamp: number;
}

/**
 * Gives an engine many records with few times in one go, ends it again and again while it goes through them, and holds
 * what it wrote against an engine that was left alone: the same, record by record, in the same order.
 */
export async function runTiedBacklog(
  scenario: Scenario,
  base: ReadonlyMap<string, Buffer>,
  start: number,
): Promise<RunResult> {
  const random = seededRandom(scenario.seed).fork(2);
  const time = installVirtualTime(start, random.fork(1));
  const ends: string[] = [];
  try {
    const records = recordsOf(random.fork(3), start);
    const disk = simulatedDisk(base, random.fork(2));
    const killed = await textsAfterDeaths(scenario, disk, records, { time, fate: random.fork(4), ends });
    const alone = memoryDisk();
    for (const [file, bytes] of base) alone.files.set(file, bytes);
    const engine = engineOn(alone, scenario, time, () => undefined);
    await process(engine, records, time);
    const violations = differences(textsOf(engine.log), killed, 'the engine that was killed');
    await time.finish(engine.close);
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

function recordsOf(random: Random, start: number): readonly BacklogRecord[] {
  const tick = random.oneOf([100, 400, 1_000]);
  const times = random.int(2, 6);
  const records = Array.from({ length: random.int(10, 60) }, (_, i): BacklogRecord => {
    const timestamp = start + tick * random.int(0, times);
    const key = random.oneOf(['x', 'x', 'y']);
    return { topic: random.oneOf(TOPICS), key, value: JSON.stringify({ v: i }), timestamp };
  });
  return random.chance(0.2) ? records : records.sort((one, other) => one.timestamp - other.timestamp);
}

async function textsAfterDeaths(
  scenario: Scenario,
  disk: SimulatedDisk,
  records: readonly BacklogRecord[],
  { time, fate, ends }: { readonly time: VirtualTime; readonly fate: Random; readonly ends: string[] },
): Promise<ReadonlyMap<string, readonly string[]>> {
  const deaths = fate.int(1, 8);
  while (ends.length < MOST_ENDS) {
    const mayEnd = ends.length < deaths;
    const faults = mayEnd ? { ...scenario.disk, deathAtWrite: 0.2 } : NO_FAULTS;
    let end: 'done' | 'dead' | undefined;
    const over = (how: 'dead'): void => {
      end = how;
    };
    const engine = engineOn(
      disk.mount(time.clock, faults, () => over('dead')),
      scenario,
      time,
      () => over('dead'),
    );
    if (TOPICS.every((topic) => engine.log.topics.get(topic)?.partitions[0]?.end === 0))
      append(engine, records);
    const working = async (): Promise<void> => {
      do await engine.scheduler.settled();
      while (engine.scheduler.backlog() > 0);
      end ??= 'done';
    };
    working().catch(() => over('dead'));
    const isOver = (): boolean => {
      if (mayEnd && fate.chance(0.02)) over('dead');
      return end !== undefined;
    };
    await time.run(isOver, time.now() + DEADLINE_MS);
    if (end === 'done') {
      const texts = textsOf(engine.log);
      Object.assign(faults, NO_FAULTS);
      // a write that is under way may still be its last
      await time.finish(engine.close, () => end === 'dead');
      return texts;
    }
    if (end === undefined) throw new Error('it does not settle');
    const how = fate.oneOf(['kill', 'power'] as const);
    ends.push(how);
    disk.afterDeath(how);
    time.clear();
  }
  throw new Error('it never gets up again');
}

const NO_FAULTS = { failure: 0, deathAtWrite: 0, slowestMs: 2 };

function append({ log }: ReturnType<typeof engineOn>, records: readonly BacklogRecord[]): void {
  for (const { topic, key, value, timestamp } of records) {
    const partition = log.topics.get(topic)?.partitions[0];
    if (partition !== undefined) log.append(partition, timestamp, key, value);
  }
}
