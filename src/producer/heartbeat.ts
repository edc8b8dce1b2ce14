import { randomBytes } from 'node:crypto';
import type { Clock } from 'ksqlite/clock';
import { sleep } from 'ksqlite/clock';
import { type OutgoingRecord, partitionFor, type Topics } from 'ksqlite/topics';
import { HEARTBEAT_PREFIX } from '../contracts/topic-names.ts';
import { PLACES, partRecord } from './generator/part-record.ts';
import { QuietWatch } from './quiet-watch.ts';

/** While it is quiet the topics are looked at so often: so much later than a part the next heartbeat may be. */
const QUIET_LOOK_MS = 1_000;

export interface HeartbeatOptions {
  readonly topics: Topics;
  /** of each part topic */
  readonly partitions: number;
  /** default 250 */
  readonly everyMs?: number;
  /**
   * While no parts come a heartbeat goes only so often: it passes all statements, and takes its place on disk, for nothing.
   * Default: as `everyMs`.
   */
  readonly quietEveryMs?: number;
  readonly clock: Clock;
  /** tells this service's heartbeats from those of another one beside it; default: random */
  readonly instance?: string;
  /** a tick's heartbeats are durable */
  readonly onBeat?: () => void;
  /** no parts come, so this tick needs no heartbeats */
  readonly onRest?: () => void;
  /** a heartbeat that could not be sent; the next tick tries again */
  readonly onError?: (error: unknown) => void;
}

export interface Heartbeat {
  /** Resolves when nothing of it is under way any more. */
  stop(): Promise<void>;
}

/**
 * Sends a car of all seven parts to each partition at each tick: what moves stream time on partitions where nothing
 * else comes. Ticks never overlap: while one is being written the next ones are skipped. Where no part came for a while
 * there is nothing to move time for.
 */
export function startHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { topics, partitions, everyMs = 250, clock, onBeat, onRest, onError } = options;
  const instance = options.instance ?? randomBytes(3).toString('hex');
  const stopped = new AbortController();
  const beat = async (number: number): Promise<void> => {
    const at = Math.floor(clock.now());
    const skus = Array.from({ length: partitions }, (_, partition) =>
      heartbeatSku(`${instance}-${at}-${number}`, partition, partitions),
    );
    await topics.produce(skus.flatMap((sku) => heartbeatParts(sku, at)));
    onBeat?.();
  };
  const { quietEveryMs } = options;
  const watch = quietEveryMs === undefined ? undefined : new QuietWatch(topics, clock);
  const run = async (): Promise<void> => {
    const start = clock.now();
    let beatAt = Number.NEGATIVE_INFINITY;
    for (let number = 0; !stopped.signal.aborted; number++) {
      let tickMs = everyMs;
      try {
        const isQuiet = (await watch?.isQuiet()) === true;
        if (isQuiet) tickMs = Math.max(everyMs, QUIET_LOOK_MS);
        if (isQuiet && clock.now() - beatAt < (quietEveryMs ?? everyMs)) onRest?.();
        else {
          beatAt = clock.now();
          await beat(number);
        }
      } catch (error) {
        onError?.(error);
      }
      const nextTick = (Math.floor((clock.now() - start) / tickMs) + 1) * tickMs;
      await sleep(clock, start + nextTick - clock.now(), stopped.signal);
    }
  };
  const running = run();
  return {
    stop: () => {
      stopped.abort();
      return running;
    },
  };
}

/** The first SKU made of `name` and a suffix whose records go to `partition`. */
export function heartbeatSku(name: string, partition: number, partitions: number): string {
  for (let suffix = 0; ; suffix++) {
    const sku = `${HEARTBEAT_PREFIX}-${name}-${suffix}`;
    if (partitionFor(sku, partitions) === partition) return sku;
  }
}

/** All seven parts of a heartbeat car. `at`: their timestamp, ms since the epoch. */
export function heartbeatParts(sku: string, at: number): readonly OutgoingRecord[] {
  return PLACES.map((place) => ({
    ...partRecord(sku, place, `${sku}/${place}`, () => 0),
    key: sku,
    timestamp: at,
  }));
}
