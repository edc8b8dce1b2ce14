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

/** Texts of one turn of the event loop are sent together: a row each would cost a frame each. */
export function textWriter(response: Response): TextWriter {
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

  return {
    gone,
    write: (text) => {
      if (gone()) throw new ReaderGone('the reader is gone');
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
