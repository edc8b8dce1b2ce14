import type { Clock } from '../clock/index.ts';
import type { Reason } from './record/finished.ts';
import { oneLine } from './record/one-line.ts';

/** Failures, by their codes. */
export type FailureCounts = Readonly<Record<string, number>>;

interface Tallied {
  count: number;
  toldCount: number;
  toldAt: number;
}

/** A code that keeps failing is told again after this long. */
const TOLD_EVERY_MS = 60_000;
/** Codes are words, few of them: of more than so many the rest are counted together. */
const MOST_CODES = 50;
const OTHER = 'other';

/** Counts failures by their codes, and tells the first of each at once: whoever runs it must not have to look for them. */
export class FailureTally {
  readonly #clock: Clock;
  readonly #log: (line: string) => void;
  readonly #what: readonly [one: string, many: string];
  readonly #tallied = new Map<string, Tallied>();

  /**
   * @param log takes a line for a person
   * @param what failed, one and several: `a request`, `requests`
   */
  constructor(clock: Clock, log: (line: string) => void, what: readonly [one: string, many: string]) {
    this.#clock = clock;
    this.#log = log;
    this.#what = what;
  }

  /** @param isTold false: it is counted, and told with the next one that is */
  add({ code, message }: Reason, isTold = true): void {
    const name = this.#tallied.has(code) || this.#tallied.size < MOST_CODES ? code : OTHER;
    const tallied = this.#tallied.get(name) ?? { count: 0, toldCount: 0, toldAt: Number.NEGATIVE_INFINITY };
    this.#tallied.set(name, tallied);
    tallied.count++;
    const now = this.#clock.now();
    if (!isTold || now - tallied.toldAt < TOLD_EVERY_MS) return;
    const more = tallied.count - tallied.toldCount;
    const [one, many] = this.#what;
    if (more === 1) this.#log(`${one} failed (${name}): ${oneLine(message)}`);
    else this.#log(`${more} ${many} failed (${name}), the last one: ${oneLine(message)}`);
    tallied.toldCount = tallied.count;
    tallied.toldAt = now;
  }

  counts(): FailureCounts {
    return Object.fromEntries([...this.#tallied].map(([code, { count }]) => [code, count]));
  }
}
