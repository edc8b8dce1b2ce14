import { commandErrorOf } from '../../errors/command-error-of.ts';
import { asksForHelp } from '../support/options/parse-given.ts';
import { widthOf } from '../support/terminal.ts';
import { ksqldbHelp, ksqldbOptions } from './ksqldb-options.ts';
import { openFolder } from './open-engine.ts';
import { serve } from './serve.ts';

/** Stopped by a signal it is gone by then, whatever it was at. */
const STOP_MS = 1_900;

/** `npm run ksqldb`: serves until a signal, or until the engine fails. Gives the exit code. */
async function main(argv: readonly string[]): Promise<number> {
  if (asksForHelp(argv)) {
    process.stdout.write(ksqldbHelp(widthOf(process.stdout)));
    return 0;
  }
  const { data, retentionMs, listen, token } = ksqldbOptions(argv, process.env);
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
  const folder = openFolder(data, fail, retentionMs);
  try {
    const server = await serve({
      engine: folder.engine,
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
    await folder.close();
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const { code, message, exitCode } = commandErrorOf(error);
    process.stderr.write(`${code}: ${message}\n`);
    process.exitCode = exitCode;
  },
);
