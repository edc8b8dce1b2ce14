import { once } from 'node:events';
import { type Response, writeText } from '../http/exchange.ts';

/** Writes text to a response no faster than it is read. */
export interface TextWriter {
  /** A promise when the reader is behind: to be awaited before the next write. Rejects when the reader is gone. */
  write(text: string): Promise<void> | undefined;
  /** Sends what is left and ends the response. */
  end(): void;
  readonly gone: () => boolean;
}

const CHUNK = 16 * 1024;

export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/**
 * Texts of one turn of the event loop are sent together: a frame each would cost more than the text.
 *
 * @param singly each text goes out by itself, for clients that take every HTTP/2 frame for one row (ksqldb-client does)
 */
export function textWriter(response: Response, { singly = false } = {}): TextWriter {
  let pending = '';
  let scheduled = false;
  let full = false;
  const gone = (): boolean => response.destroyed || response.writableEnded;

  const flush = (): void => {
    scheduled = false;
    if (pending === '' || gone()) return;
    const text = pending;
    pending = '';
    full = !writeText(response, text);
  };
  const drained = async (): Promise<void> => {
    if (gone()) throw new ReaderGone('the reader is gone');
    const stop = new AbortController();
    const { signal } = stop;
    try {
      await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
    } finally {
      stop.abort();
    }
    if (gone()) throw new ReaderGone('the reader is gone');
    full = false;
  };

  const alone = async (text: string): Promise<void> => {
    // until it is written: what waits together is sent together
    await new Promise<void>((resolve) => {
      response.once('close', resolve);
      const more = writeText(response, text, () => {
        response.off('close', resolve);
        resolve();
      });
      full = !more;
    });
    if (gone()) throw new ReaderGone('the reader is gone');
    if (full && response.writableNeedDrain) await drained();
  };

  return {
    gone,
    write: (text) => {
      if (gone()) throw new ReaderGone('the reader is gone');
      if (singly) return alone(text);
      pending += text;
      if (pending.length >= CHUNK) flush();
      else if (!scheduled) {
        scheduled = true;
        setImmediate(flush);
      }
      return full ? drained() : undefined;
    },
    end: () => {
      flush();
      if (!gone()) response.end();
    },
  };
}
