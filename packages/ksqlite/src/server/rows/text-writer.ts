import { once } from 'node:events';
import { type Response, writeText } from '../http/exchange.ts';

const CHUNK = 16 * 1024;

export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/**
 * Writes text to a response no faster than it is read. Texts of one turn of the event loop are sent together: a frame
 * each would cost more than the text.
 */
export class TextWriter {
  readonly #response: Response;
  readonly #singly: boolean;
  #pending = '';
  #isScheduled = false;
  #isFull = false;

  /**
   * @param singly each text goes out by itself, for clients that take every HTTP/2 frame for one row (ksqldb-client
   *   does)
   */
  constructor(response: Response, { singly = false } = {}) {
    this.#response = response;
    this.#singly = singly;
  }

  gone(): boolean {
    return this.#response.destroyed || this.#response.writableEnded;
  }

  /** A promise when the reader is behind: to be awaited before the next write. Throws or rejects with ReaderGone. */
  write(text: string): Promise<void> | undefined {
    this.#checkReader();
    if (this.#singly) return this.#writeSingly(text);
    this.#pending += text;
    if (this.#pending.length >= CHUNK) this.#flush();
    else if (!this.#isScheduled) {
      this.#isScheduled = true;
      setImmediate(() => this.#flush());
    }
    return this.#isFull ? this.#drained() : undefined;
  }

  /** Sends what is left and ends the response. */
  end(): void {
    this.#flush();
    if (!this.gone()) this.#response.end();
  }

  #checkReader(): void {
    if (this.gone()) throw new ReaderGone('the reader is gone');
  }

  #flush(): void {
    this.#isScheduled = false;
    if (this.#pending === '' || this.gone()) return;
    const text = this.#pending;
    this.#pending = '';
    this.#isFull = !writeText(this.#response, text);
  }

  async #writeSingly(text: string): Promise<void> {
    const response = this.#response;
    // until it is written: what waits together is sent together
    await new Promise<void>((resolve) => {
      const done = (): void => {
        response.off('close', done);
        resolve();
      };
      response.once('close', done);
      this.#isFull = !writeText(response, text, done);
    });
    this.#checkReader();
    if (this.#isFull && response.writableNeedDrain) await this.#drained();
  }

  async #drained(): Promise<void> {
    this.#checkReader();
    const stop = new AbortController();
    const { signal } = stop;
    try {
      await Promise.race([
        once(this.#response, 'drain', { signal }),
        once(this.#response, 'close', { signal }),
      ]);
    } finally {
      stop.abort();
    }
    this.#checkReader();
    this.#isFull = false;
  }
}
