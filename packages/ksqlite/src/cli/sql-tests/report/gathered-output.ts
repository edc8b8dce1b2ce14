import type { Clock } from '../../../clock/clock.ts';
import type { Output } from '../../support/run-main.ts';

/** What a report writes to. */
export interface ReportOutput {
  write(text: string): void;
}

/** Nobody sees a shorter delay. */
const DELAY_MS = 50;

/** Writes what came in 50 ms at once: a write into a pipe costs as much as a test. */
export class GatheredOutput implements ReportOutput {
  readonly #out: Output;
  readonly #clock: Pick<Clock, 'now'>;
  #text = '';
  #writtenAt: number;

  constructor(out: Output, clock: Pick<Clock, 'now'>) {
    this.#out = out;
    this.#clock = clock;
    this.#writtenAt = clock.now();
  }

  write(text: string): void {
    this.#text += text;
    if (this.#clock.now() - this.#writtenAt >= DELAY_MS) this.flush();
  }

  /** Writes what is still held back. */
  flush(): void {
    if (this.#text !== '') this.#out.write(this.#text);
    this.#text = '';
    this.#writtenAt = this.#clock.now();
  }
}
