import type { Clock } from 'ksqlite/clock';
import type { Topics } from 'ksqlite/topics';
import { HEARTBEAT_PREFIX, PART_TOPICS } from '../contracts/topic-names.ts';

/**
 * So long after a part nothing waits for time to move any more: a car waits five seconds for its parts, and the clocks of
 * those who send them may differ by some. ms
 */
export const QUIET_AFTER_MS = 15_000;
/** Of a partition so many of the newest records are read, at most, to see whether a part is among them: more came than heartbeats make. */
const TAIL_RECORDS = 500;

/**
 * Tells whether parts come. While none does, no window is open but those of heartbeats, and nobody needs those.
 *
 * How: the ends of the part topics are compared with those of the last look. Where they moved, what came in between is
 * read: what has a heartbeat's key does not count, whoever sent it. While parts come that is done once in
 * `QUIET_AFTER_MS`, so it costs nothing that one could measure.
 *
 * What must stay true: after a part, or after the time of a part that is said to come from the future, it is not quiet for
 * `QUIET_AFTER_MS`.
 */
export class QuietWatch {
  readonly #topics: Topics;
  readonly #clock: Clock;
  #busyUntil: number;
  #ends: ReadonlyMap<string, number> | undefined;

  /** Begins as if a part had just come: what was sent before may wait for time to move. */
  constructor(topics: Topics, clock: Clock) {
    this.#topics = topics;
    this.#clock = clock;
    this.#busyUntil = clock.now() + QUIET_AFTER_MS;
  }

  /** Whether no part came for `QUIET_AFTER_MS`. Throws what the topics do; then nothing is known, and it is not quiet. */
  async isQuiet(): Promise<boolean> {
    // what came before the first look may as well have come just now
    const before = this.#ends;
    if (before !== undefined && this.#clock.now() < this.#busyUntil) return false;
    const ends = await this.#readEnds();
    const partAt = before === undefined ? undefined : await this.#newestPart(before, ends);
    this.#ends = ends;
    if (partAt !== undefined) this.#busyUntil = Math.max(this.#clock.now(), partAt) + QUIET_AFTER_MS;
    return this.#clock.now() >= this.#busyUntil;
  }

  async #readEnds(): Promise<ReadonlyMap<string, number>> {
    const ends = new Map<string, number>();
    for (const topic of PART_TOPICS)
      for (const { partition, end } of (await this.#topics.ranges(topic)) ?? [])
        ends.set(`${topic}/${partition}`, end);
    return ends;
  }

  /** The time of the newest part between two looks, ms since the epoch, or that of the look; undefined: none came. */
  async #newestPart(
    before: ReadonlyMap<string, number>,
    ends: ReadonlyMap<string, number>,
  ): Promise<number | undefined> {
    let newest: number | undefined;
    for (const topic of PART_TOPICS)
      for (let partition = 0; ; partition++) {
        const end = ends.get(`${topic}/${partition}`);
        if (end === undefined) break;
        const from = before.get(`${topic}/${partition}`) ?? 0;
        if (end - from > TAIL_RECORDS) newest ??= this.#clock.now();
        if (end <= from) continue;
        const tail = Math.max(from, end - TAIL_RECORDS);
        for (const { key, timestamp } of await this.#topics.read(topic, partition, tail, end - tail))
          if (key?.toString('utf8').startsWith(HEARTBEAT_PREFIX) !== true)
            newest = Math.max(newest ?? timestamp, timestamp);
      }
    return newest;
  }
}
