import { systemClock } from '../clock/clock.ts';
import { lineErrorOf } from '../line/line-error-of.ts';
import { migrate } from './command/migrate.ts';

const interrupted = new AbortController();
let exitCode = 0;
for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(name, () => {
    exitCode = code;
    interrupted.abort();
  });

const { env, stdout, stderr } = process;
migrate(process.argv.slice(2), { env, clock: systemClock, stdout, stderr, signal: interrupted.signal }).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.exitCode = exitCode;
    if (exitCode !== 0) return; // a signal: the next run goes on from here
    const { code, message, exitCode: failed } = lineErrorOf(error);
    stderr.write(`${code}: ${message}\n`);
    process.exitCode = failed;
  },
);
