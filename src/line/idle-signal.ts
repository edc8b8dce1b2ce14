import type { Clock } from 'ksqlite/clock';

/** A signal that fires when another one does, or where that is wanted after a while. */
export class IdleSignal {
  readonly #clock: Clock;
  readonly #end: AbortSignal;
  readonly #idleMs: number;
  #controller = new AbortController();
  #cancel: (() => void) | undefined;
  readonly #onEnd = (): void => this.#controller.abort();

  constructor(clock: Clock, end: AbortSignal, idleMs: number) {
    this.#clock = clock;
    this.#end = end;
    this.#idleMs = idleMs;
    end.addEventListener('abort', this.#onEnd);
  }

  /** The signal for what is about to wait. @param fires whether it fires after `idleMs` without another call */
  arm(fires: boolean): AbortSignal {
    this.#cancel?.();
    if (this.#controller.signal.aborted && !this.#end.aborted) this.#controller = new AbortController();
    this.#cancel = fires ? this.#clock.after(this.#idleMs, () => this.#controller.abort()) : undefined;
    return this.#controller.signal;
  }

  stop(): void {
    this.#cancel?.();
    this.#end.removeEventListener('abort', this.#onEnd);
  }
}
