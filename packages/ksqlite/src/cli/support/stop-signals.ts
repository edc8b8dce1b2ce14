import { commandErrorOf } from '../../errors/command-error-of.ts';

/**
 * Ctrl-C and SIGTERM stop what runs in this process; the second one ends it at once.
 *
 * @param onStop called with the exit code when the first one has come
 * @returns that exit code; 0 while none has come
 */
export function stopOnSignals(stop: AbortController, onStop?: (code: number) => void): () => number {
  let signalCode = 0;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    process.on(signal, () => {
      // a second Ctrl-C means it
      if (stop.signal.aborted) process.exit(code);
      signalCode = code;
      stop.abort();
      onStop?.(code);
    });
  return () => signalCode;
}

/** One line on stderr for what a command threw, and its exit code. */
export function reportFailure(error: unknown): void {
  const { code, message, exitCode } = commandErrorOf(error);
  process.stderr.write(`${code}: ${message}\n`);
  process.exitCode = exitCode;
}
