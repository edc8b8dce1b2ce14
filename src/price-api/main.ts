import { once } from 'node:events';
import { COMMAND_ERRORS, CommandLog, commandErrorOf, endWithNpm } from 'ksqlite/cli';
import { systemClock } from 'ksqlite/clock';
import { startPriceApi } from './price-api.ts';
import { priceApiCommand } from './price-api-command.ts';

const command = priceApiCommand(async ({ logLevel, ...options }) => {
  const { env, stderr } = process;
  const logger = new CommandLog(logLevel, { env, stderr, clock: systemClock });
  const api = await startPriceApi({ ...options, logger });
  process.stdout.write(`price API at ${api.url} (Ctrl-C stops it)\n`);
  const stopped = new AbortController();
  const [, number] = await Promise.race(
    ['SIGINT', 'SIGTERM'].map((signal) => once(process, signal, { signal: stopped.signal })),
  );
  stopped.abort();
  await api.close();
  const { requests, maxInFlight } = api.stats();
  process.stdout.write(`stopped after ${requests} requests, at most ${maxInFlight} at a time\n`);
  process.exitCode = 128 + number;
});

endWithNpm(process.env);
command.configureOutput({
  outputError: (text, write) => write(text.replace(/^error: /, 'USAGE: ')),
});
command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : COMMAND_ERRORS.USAGE.exit));
command.parseAsync().catch((error: unknown) => {
  const { code, message, exitCode } = commandErrorOf(error);
  process.stderr.write(`${code}: ${message}\n`);
  process.exitCode = exitCode;
});
