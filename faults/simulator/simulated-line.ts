import type { Database } from 'ksqlite';
import { type Disk, type Engine, engineOf, openOnDisk, replayCache } from 'ksqlite/testing';
import { partitionFor } from 'ksqlite/topics';
import { unreadablePart } from '../../src/line/unreadable-part.ts';
import { heartbeatParts, heartbeatSku, startHeartbeat } from '../../src/producer/heartbeat.ts';
import { produceAtPace } from '../../src/producer/pacing/paced-producer.ts';
import { startDeadLetterCollector } from '../../src/sidecar/dead-letter-collector.ts';
import type { PriceClient } from '../../src/sidecar/price-lookup/price-client.ts';
import { startSidecar } from '../../src/sidecar/sidecar.ts';
import type { Scenario } from './scenario.ts';
import { type ScriptedRecord, sendScript } from './scripted-producer.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Few and fast retries: a run is short. */
export const PRICING = {
  slots: 2,
  retries: 2,
  retryDelayMs: 1_000,
  attemptTimeoutMs: 400,
  lookupTimeoutMs: 3_000,
  outageAfterMs: 300,
} as const;

/** The whole line in one simulated process, put together as src/line/run-line.ts does. */
export interface SimulatedLine {
  readonly engine: Engine;
  /** records of the script that were acknowledged as durable */
  readonly sent: () => number;
  /** records of the script */
  readonly total: number;
  readonly failure: () => unknown;
  /** Stops all parts but the engine. */
  stop(): Promise<void>;
}

/** What replayed statements come to, for all runs but some: then they are planned again at each start. */
const cache = replayCache();
/** Plans outlive their engines, and so their clock is whose turn it is. */
let present: () => number = () => 0;

export const engineOn = (...given: Parameters<typeof databaseOn>): Engine => engineOf(databaseOn(...given));

export function databaseOn(
  disk: Disk,
  scenario: Scenario,
  time: VirtualTime,
  onFailure: (error: unknown) => void,
): Database {
  const { segmentBytes, snapshotBytes, limits, retentionMs } = scenario;
  present = time.now;
  return openOnDisk(disk, {
    now: () => present(),
    segmentBytes,
    ...(snapshotBytes === undefined ? {} : { snapshotBytes }),
    limits,
    // the commands alone are more than a quarter of segments so small
    ...(retentionMs === undefined ? {} : { retentionMs, relocatedShare: Number.POSITIVE_INFINITY }),
    ...(scenario.plansAnew ? {} : { replayCache: cache }),
    random: () => 0.5,
    cycleRecords: scenario.cycleRecords,
    onFailure,
    onQueryError: ({ queryId, error }) => onFailure(new Error(`${queryId}: ${error.errorMessage}`)),
  });
}

/** The script's records with heartbeats between them and behind them, in one order. */
export function scriptOf(scenario: Scenario, start: number): readonly ScriptedRecord[] {
  const { records, heartbeatMs, quietMs, partitions: count } = scenario;
  const parts = records.map((record): ScriptedRecord => {
    const { topic, key, value } = record;
    return { topic, key, value, at: start + record.at, timestamp: start + record.timestamp };
  });
  const last = Math.max(0, ...records.map(({ at, timestamp }) => Math.max(at, timestamp)));
  const beats: ScriptedRecord[] = [];
  // where no car is no time need pass
  const partitions = new Set(records.map(({ key }) => partitionFor(key ?? '', count)));
  for (let at = start; at < start + last + 6_000 + quietMs + 2 * heartbeatMs; at += heartbeatMs)
    for (const partition of partitions)
      for (const record of heartbeatParts(heartbeatSku(`s-${at}`, partition, count), at))
        beats.push({ ...record, at, timestamp: at });
  const byTime = (a: ScriptedRecord, b: ScriptedRecord): number =>
    scenario.order === 'ordered' ? a.timestamp - b.timestamp : a.at - b.at;
  let at = 0;
  return [...parts, ...beats].sort(byTime).map((record) => {
    at = Math.max(at, record.at);
    return { ...record, at };
  });
}

export async function openSimulatedLine(options: {
  readonly disk: Disk;
  readonly scenario: Scenario;
  readonly time: VirtualTime;
  /** what `scriptOf` says */
  readonly script: readonly ScriptedRecord[];
  readonly prices: PriceClient;
  readonly instance: string;
}): Promise<SimulatedLine> {
  const { disk, scenario, time, prices, script } = options;
  const { clock } = time;
  const end = new AbortController();
  let failure: unknown;
  const fail = (error: unknown): void => {
    if (end.signal.aborted) return;
    failure ??= error;
    end.abort();
  };
  const database = databaseOn(disk, scenario, time, fail);
  const letters = startDeadLetterCollector({
    topics: database.connectTopics(),
    unreadable: unreadablePart(database),
    signal: end.signal,
    clock,
    onError: fail,
  });
  const { maxCars, pollSize } = scenario;
  const sidecar = startSidecar({
    topics: database.connectTopics(),
    priceUrl: '',
    client: prices,
    config: { ...PRICING, maxCars, pollSize },
    log: () => undefined,
    signal: end.signal,
    clock,
    onError: fail,
  });
  let sent = 0;
  const onSent = (count: number): void => {
    sent = count;
  };
  const heartbeat = scenario.stamped
    ? startHeartbeat({
        topics: database.connectTopics(),
        partitions: scenario.partitions,
        everyMs: scenario.heartbeatMs,
        clock,
        instance: options.instance,
        onError: fail,
      })
    : undefined;
  const producing = scenario.stamped
    ? produceAtPace({
        topics: database.connectTopics(),
        source: {
          id: 'simulated',
          pace: 'simulated',
          total: scenario.records.length,
          records: (from) => scenario.records.slice(from).values(),
        },
        clock,
        signal: end.signal,
        onProgress: (state) => onSent(state.sent),
      })
    : sendScript(database.connectTopics(), script, clock, end.signal, onSent);
  producing.catch(fail);

  return {
    engine: engineOf(database),
    sent: () => sent,
    total: scenario.stamped ? scenario.records.length : script.length,
    failure: () => failure,
    stop: async () => {
      end.abort();
      await producing.catch(() => undefined);
      await heartbeat?.stop();
      await sidecar.stop();
      await letters.stop();
    },
  };
}
