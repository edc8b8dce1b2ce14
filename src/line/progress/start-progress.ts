import { canMove, type Output, painter, wantsColour, widthOf } from 'ksqlite/cli';
import type { Clock } from 'ksqlite/clock';
import { etaMs } from './eta.ts';
import type { ProgressState, ProgressView } from './progress-state.ts';
import { rateMeter } from './rate-meter.ts';
import { plainProgress, renderProgress } from './render.ts';

export interface ProgressOptions {
  /** process.stderr: stdout is for the report */
  readonly out: Output;
  /** TERM, NO_COLOR and FORCE_COLOR */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** how far the line is now */
  readonly read: () => ProgressState;
}

export interface Progress {
  /** Takes the live lines away; where they are not live, writes a last one. */
  stop(): void;
  /** Writes a line that stays, above the live ones. */
  note(line: string): void;
}

const LIVE_EVERY_MS = 200;
const PLAIN_EVERY_MS = 5_000;
/** Rates are those of the last 5 s. */
const RATE_WINDOW_MS = 5_000;

/** Shows how far the line is: two lines that change on a terminal, a line every 5 s elsewhere. */
export function startProgress({ out, env, clock, read }: ProgressOptions): Progress {
  const live = canMove(out, env);
  const colour = wantsColour(out, env);
  const brush = painter(out);
  const view = viewer(clock, read);
  let cancel: () => void = () => undefined;
  let hasSaidDone = false;
  const show = (): void => {
    const now = view();
    // a line that serves has nothing to tell any more, until something comes
    if (!live && now.serving && hasSaidDone) return;
    hasSaidDone = now.serving;
    if (live) brush.paint(renderProgress(now, { width: widthOf(out) - 1, colour }));
    else out.write(`${plainProgress(now)}\n`);
  };
  const next = (): void => {
    cancel = clock.after(live ? LIVE_EVERY_MS : PLAIN_EVERY_MS, () => {
      show();
      next();
    });
  };
  view();
  if (live) show();
  next();
  if (live) out.on('resize', show);
  return {
    stop: () => {
      cancel();
      out.off('resize', show);
      if (live) brush.clear();
      else show();
    },
    note: (line) => {
      if (live) brush.clear();
      out.write(`${line}\n`);
      if (live) show();
    },
  };
}

function viewer(clock: Clock, read: () => ProgressState): () => ProgressView {
  const start = clock.now();
  const before = read().sent;
  const sending = rateMeter(RATE_WINDOW_MS);
  return () => {
    const state = read();
    const now = clock.now();
    const partsPerSecond = sending.at(now, state.sent - before);
    return {
      ...state,
      elapsedMs: now - start,
      partsPerSecond,
      etaMs: state.serving ? undefined : etaMs(state, partsPerSecond),
    };
  };
}
