import { openDatabase } from '../../database/open-database.ts';
import type { Invocation } from '../support/options/invocation.ts';
import { asksForHelp } from '../support/options/parse-given.ts';
import { reportFailure } from '../support/stop-signals.ts';
import { widthOf } from '../support/terminal.ts';
import { ksqldbHelp, ksqldbOptions } from './ksqldb-options.ts';
import { serve } from './serve.ts';

/** Stopped by a signal it is gone by then, whatever it was at. */
const STOP_MS = 1_900;

/**
 * Serves a data folder as this process, until a signal, or until the engine fails.
 *
 * @param invocation what the help calls it; default `ksqlite server`
 */
export function runServerProcess(argv: readonly string[], invocation?: Invocation): void {
  run(argv, invocation).then((code) => {
    process.exitCode = code;
  }, reportFailure);
}

async function run(argv: readonly string[], invocation?: Invocation): Promise<number> {
  if (asksForHelp(argv)) {
    process.stdout.write(ksqldbHelp(widthOf(process.stdout), invocation));
    return 0;
  }
  const { data, retentionMs, listen, token } = ksqldbOptions(argv, process.env, invocation);
  let end: (code: number) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const ended = new Promise<number>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  // whoever waits for it learns of it
  ended.catch(() => undefined);
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    process.on(signal, () => {
      end(code);
      setTimeout(() => process.exit(code), STOP_MS).unref();
    });
  const database = await openDatabase(data, { retentionMs, onFailure: fail });
  try {
    const server = await serve({
      database,
      ...listen,
      ...(token === undefined ? {} : { token }),
      onDefect: (error) => process.stderr.write(`INTERNAL: ${String(error)}\n`),
    });
    try {
      process.stdout.write(`ksqlDB's API at ${server.url}, data in ${data} (Ctrl-C stops it)\n`);
      return await ended;
    } finally {
      await server.close();
    }
  } finally {
    await database.close();
  }
}
