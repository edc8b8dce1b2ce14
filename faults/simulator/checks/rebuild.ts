import { caughtUp, type Engine, memoryDisk } from 'ksqlite/testing';
import { KEPT_FOR_EVER, type OutgoingRecord, partitionFor } from 'ksqlite/topics';
import { TOPICS } from '../../../src/contracts/topic-names.ts';
import { partRecord } from '../../../src/producer/generator/part-record.ts';
import { heartbeatParts, heartbeatSku } from '../../../src/producer/heartbeat.ts';
import type { Scenario } from '../scenario.ts';
import { engineOn } from '../simulated-line.ts';
import type { VirtualTime } from '../virtual-time.ts';
import { DELETED, textsOf } from './dump.ts';

/** ms after the present: time enough for all windows of the line's cars to close */
const PROBE_SPAN_MS = 20_000;

/**
 * The state that a process has is the state that another one makes of the log: both are shown the same records, and
 * must write the same. Called when all is committed; the engine is used up by it.
 */
export async function rebuildViolations(
  live: Engine,
  left: ReadonlyMap<string, Buffer>,
  scenario: Scenario,
  time: VirtualTime,
): Promise<string[]> {
  const disk = memoryDisk();
  for (const [file, bytes] of left) disk.files.set(file, Buffer.from(bytes));
  const rebuilt = engineOn(disk, scenario, time, () => undefined);
  const records = probe(scenario, time.now());
  for (const engine of [live, rebuilt]) {
    // what is written from here on is compared, however old it gets
    for (const topic of engine.log.topics.values())
      if (isWritten(topic.name)) engine.log.setRetention(topic, KEPT_FOR_EVER);
    await process(engine, records, time);
  }
  const texts = [textsOf(live.log, 'all', isWritten), textsOf(rebuilt.log, 'all', isWritten)] as const;
  const violations = differences(texts[0], texts[1], 'the rebuilt engine');
  await time.finish(() => rebuilt.close());
  return violations;
}

/** What statements write at their ends; a difference before them shows there. */
const isWritten = (topic: string): boolean =>
  ['rccar-roll-call', 'rccar-verdicts', 'rccar-first-leftovers', TOPICS.incomplete].includes(topic);

/** Parts delivered again, parts for places already taken, and time. */
function probe({ records, partitions }: Scenario, now: number): readonly OutgoingRecord[] {
  const skus = new Set(records.map(({ key }) => key ?? '').filter((key) => key !== ''));
  const again = [...skus].flatMap((sku) => [
    { key: sku, timestamp: now, ...partRecord(sku, 'BODY', `${sku}/BODY`, () => 0) },
    { key: sku, timestamp: now, ...partRecord(sku, 'ENGINE', `${sku}/ENGINE-probe`, () => 0) },
  ]);
  const beats = [now, now + PROBE_SPAN_MS].flatMap((at) =>
    Array.from({ length: partitions }, (_, partition) =>
      heartbeatParts(heartbeatSku(`p-${at}`, partition, partitions), at),
    ).flat(),
  );
  return [...again, ...beats];
}

/** Appends records and waits until the statements have gone through all of them. */
export async function process(
  { log, scheduler }: Engine,
  records: readonly OutgoingRecord[],
  time: VirtualTime,
): Promise<void> {
  for (const { topic, key, value, timestamp = 0 } of records) {
    const partitions = log.topics.get(topic)?.partitions ?? [];
    const partition = partitions[key === null ? 0 : partitionFor(key, partitions.length)];
    if (partition !== undefined) log.append(partition, timestamp, key, value);
  }
  await time.finish(() => caughtUp(scheduler));
}

/** Where two logs differ, a line a partition (or key). */
export function differences(
  one: ReadonlyMap<string, readonly string[]>,
  other: ReadonlyMap<string, readonly string[]>,
  name: string,
): string[] {
  const found: string[] = [];
  for (const partition of new Set([...one.keys(), ...other.keys()])) {
    const texts = one.get(partition) ?? [];
    const others = other.get(partition) ?? [];
    const at = Array.from({ length: Math.max(texts.length, others.length) }).findIndex(
      (_, i) => texts[i] !== others[i] && texts[i] !== DELETED && others[i] !== DELETED,
    );
    if (at >= 0) found.push(`${partition}, offset ${at}: ${texts[at]}; ${name} has ${others[at]}`);
  }
  return found;
}
