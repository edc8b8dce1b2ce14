import { setMaxListeners } from 'node:events';

/**
 * An AbortController that also fires with the signals it is linked to. Not `AbortSignal.any`: on Node 20 a signal that
 * lives as long as the process keeps everything that ever depended on it.
 */
export class LinkedAbortController {
  readonly #controller = new AbortController();
  readonly #parents: readonly AbortSignal[];

  constructor(...parents: readonly AbortSignal[]) {
    this.#parents = parents;
    // a listener for each request in flight is not a leak, however many slots there are
    setMaxListeners(0, this.#controller.signal);
    for (const parent of parents) {
      if (parent.aborted) this.abort();
      else parent.addEventListener('abort', this.abort);
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  readonly abort = (): void => this.#controller.abort();

  /** Unlinks it; to be called when the work that it stops is over. */
  readonly release = (): void => {
    for (const parent of this.#parents) parent.removeEventListener('abort', this.abort);
  };
}
