import { once } from 'node:events';
import type { Writable } from 'node:stream';

/**
 * Writes texts to `out` as fast as it takes them, and resolves when the last one is handed over. Ends quietly, and stops
 * `texts`, when the reader has closed its end of the pipe.
 *
 * @throws what `out` fails with otherwise, and what `texts` throws
 */
export async function writeAll(
  out: Writable,
  texts: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  let failure: NodeJS.ErrnoException | undefined;
  const onError = (error: Error) => {
    failure ??= error;
  };
  // Stays on `out`: a closed pipe may be reported after the last write, and without a listener that ends the process.
  out.on('error', onError);
  for await (const text of texts) {
    if (failure !== undefined || out.destroyed) break;
    if (text !== '' && !out.write(text)) await roomIn(out);
  }
  if (failure === undefined && !out.destroyed) await flushed(out);
  if (failure !== undefined && !isClosedPipe(failure)) throw failure;
}

/** Resolves when `out` takes more, or never will. */
async function roomIn(out: Writable): Promise<void> {
  const over = new AbortController();
  const events = ['drain', 'error', 'close'].map((event) => once(out, event, { signal: over.signal }));
  await Promise.race(events).catch(() => undefined);
  over.abort();
  await Promise.allSettled(events);
}

/** Resolves when all that was written is with the operating system: an exit right after loses none of it.
 * One turn later, so that a failure has been reported. */
function flushed(out: Writable): Promise<void> {
  return new Promise((resolve) => out.write('', () => setImmediate(resolve)));
}

function isClosedPipe(error: NodeJS.ErrnoException): boolean {
  return error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED';
}
