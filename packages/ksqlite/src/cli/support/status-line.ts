import type { Clock } from '../../clock/clock.ts';
import type { Env, Output } from './run-main.ts';
import { canMove, painter, widthOf } from './terminal.ts';

const LIVE_EVERY_MS = 200;
const PLAIN_EVERY_MS = 5_000;

export interface StatusLine {
  /** Writes a line that stays. */
  readonly note: (line: string) => void;
  /** Takes the live line away; where it is not live, writes a last one. */
  readonly stop: () => void;
}

export interface StatusLineOptions {
  readonly out: Output;
  readonly env: Env;
  readonly clock: Clock;
  /** how far the work is now, in one line */
  readonly read: () => string;
  /** off a terminal, ms between two lines; default 5,000 */
  readonly plainEveryMs?: number;
}

/** Shows how far a command is: one line that changes on a terminal, a line now and then elsewhere. */
export function startStatusLine(options: StatusLineOptions): StatusLine {
  const { out, env, clock, read, plainEveryMs = PLAIN_EVERY_MS } = options;
  const live = canMove(out, env);
  const brush = painter(out);
  const startedAt = clock.now();
  let shown = '';
  const show = (): void => {
    if (live) brush.paint([read().slice(0, widthOf(out) - 1)]);
    else {
      shown = read();
      out.write(`${((clock.now() - startedAt) / 1000).toFixed(1)} s: ${shown}\n`);
    }
  };
  let cancel: () => void = () => undefined;
  const next = (): void => {
    cancel = clock.after(live ? LIVE_EVERY_MS : plainEveryMs, () => {
      show();
      next();
    });
  };
  if (live) show();
  next();
  return {
    note: (line) => {
      if (live) brush.clear();
      out.write(`${line}\n`);
      if (live) show();
    },
    stop: () => {
      cancel();
      if (live) brush.clear();
      else if (read() !== shown) show();
    },
  };
}
