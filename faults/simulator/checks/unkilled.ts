import { memoryDisk, type TopicLog } from 'ksqlite/testing';
import { KEPT_FOR_EVER, type OutgoingRecord } from 'ksqlite/topics';
import { HEARTBEAT_PREFIX, TOPICS } from '../../../src/contracts/topic-names.ts';
import type { Scenario } from '../scenario.ts';
import type { ScriptedRecord } from '../scripted-producer.ts';
import { engineOn } from '../simulated-line.ts';
import type { VirtualTime } from '../virtual-time.ts';
import { textsByKey } from './dump.ts';
import { differences, process } from './rebuild.ts';

/** What statements write that pricing has no part in: what pricing writes depends on when it got to it. */
const isWritten = (topic: string): boolean =>
  ['rccar-orders', 'rccar-roll-call', 'rccar-verdicts', 'rccar-leftovers', TOPICS.awaitingPrice].includes(
    topic,
  );

/**
 * What a line wrote that was killed is, record by record of a key, what an engine writes that gets all records in one go.
 * Holds where they come in the order of their times, and no two have the same: which of equals a task takes depends, as in
 * Kafka, on which it has got. (A heartbeat's parts have, and may so close windows of several cars in another order.)
 */
export async function unkilledViolations(
  killed: TopicLog,
  base: ReadonlyMap<string, Buffer>,
  scenario: Scenario,
  script: readonly ScriptedRecord[],
  time: VirtualTime,
): Promise<string[]> {
  if (scenario.order !== 'ordered' || scenario.stamped || !scenario.rebuild) return [];
  if (hasTies(script)) return [];
  const disk = memoryDisk();
  for (const [file, bytes] of base) disk.files.set(file, bytes);
  const whole = scenario.retentionMs === undefined ? {} : { retentionMs: KEPT_FOR_EVER };
  const engine = engineOn(disk, { ...scenario, ...whole, cycleRecords: 500 }, time, () => undefined);
  await process(engine, script, time);
  const texts = textsByKey(killed, isWritten);
  const others = textsByKey(engine.log, isWritten);
  await time.finish(() => engine.close());
  return differences(
    texts,
    scenario.retentionMs === undefined ? others : lastOf(others, texts),
    'the engine that was not killed',
  );
}

/** Of each key as many records as are kept there: the first ones are past their retention. */
function lastOf(
  all: ReadonlyMap<string, readonly string[]>,
  kept: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const left = (key: string): number => kept.get(key)?.length ?? 0;
  return new Map([...all].map(([key, texts]) => [key, texts.slice(Math.max(0, texts.length - left(key)))]));
}

function hasTies(script: readonly ScriptedRecord[]): boolean {
  const keys = new Map<number, OutgoingRecord['key']>();
  return script.some(({ timestamp, key }) => {
    const other = keys.get(timestamp);
    keys.set(timestamp, key);
    // the seven parts of a heartbeat come together, and no key's own records depend on which of them is first
    return other !== undefined && !(isHeartbeat(other) && isHeartbeat(key));
  });
}

const isHeartbeat = (key: OutgoingRecord['key']): boolean => String(key).startsWith(HEARTBEAT_PREFIX);
