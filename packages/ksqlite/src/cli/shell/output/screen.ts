import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Where text goes that may come faster than it is taken. */
export interface Screen {
  write(text: string): void;
  /** Resolves when there is room for more; at once when there is. */
  room(): Promise<void>;
  /** Resolves when all that was written is out of this process. Throws what the stream failed with. */
  flushed(): Promise<void>;
}

/** `onGone` is called when the reader has closed its end: nobody reads on, as behind `| head`. */
export function screenOn(out: Writable, onGone: () => void): Screen {
  let full = false;
  let failure: NodeJS.ErrnoException | undefined;
  out.on('drain', () => {
    full = false;
  });
  out.on('error', (error) => {
    failure ??= error;
    onGone();
  });
  const gone = (): boolean => failure !== undefined || out.destroyed;
  return {
    write: (text) => {
      if (!gone() && text !== '') full = !out.write(text);
    },
    room: async () => {
      if (!full || gone()) return;
      const over = new AbortController();
      const events = ['drain', 'error', 'close'].map((event) => once(out, event, { signal: over.signal }));
      await Promise.race(events).catch(() => undefined);
      over.abort();
      await Promise.allSettled(events);
    },
    flushed: async () => {
      if (!gone()) await new Promise<void>((resolve) => out.write('', () => setImmediate(resolve)));
      if (failure !== undefined && failure.code !== 'EPIPE' && failure.code !== 'ERR_STREAM_DESTROYED')
        throw failure;
    },
  };
}
