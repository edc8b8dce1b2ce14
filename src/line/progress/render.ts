import picocolors from 'picocolors';
import { bar, duration, grouped } from '../report/numbers.ts';
import type { ProgressView } from './progress-state.ts';

export interface ProgressLook {
  /** columns */
  readonly width: number;
  readonly colour: boolean;
}

/** The live progress: two lines, each within the width. What does not fit is left out from the right. */
export function renderProgress(
  view: ProgressView,
  { width, colour }: ProgressLook,
): readonly [string, string] {
  const colours = picocolors.createColors(colour);
  const share = view.total === 0 ? 1 : view.sent / view.total;
  const barWidth = Math.max(6, Math.min(30, Math.floor(width / 4)));
  const full = bar(share, barWidth);
  const sending: Piece[] = [
    ['Parts ', colours.bold],
    [full, colours.cyan],
    ['░'.repeat(barWidth - full.length), colours.dim],
    [` ${grouped(view.sent)}/${grouped(view.total)}`],
    [`  ${grouped(view.partsPerSecond)}/s`, colours.dim],
    [view.changedRows === undefined ? '' : `  ${grouped(view.changedRows)} rows changed`],
    [view.serving ? '  done, serving' : '', colours.green],
    [view.etaMs === undefined ? '' : `  about ${duration(Math.max(1_000, view.etaMs))} left`, colours.dim],
  ];
  const { cars, complete, missing, failed, late } = tally(view);
  const pricing: Piece[] = [
    ['Cars  ', colours.bold],
    [`${grouped(cars)} out`],
    [complete > 0 ? `  ${grouped(complete)} complete` : '', colours.green],
    [missing > 0 ? `  ${grouped(missing)} missing` : '', colours.yellow],
    [failed > 0 ? `  ${grouped(failed)} failed` : '', colours.red],
    ...(view.circuit === 'closed'
      ? ([
          [`  slots ${view.inFlight}/${view.slots}`],
          [`  ${grouped(view.waiting)} waiting`, colours.dim],
        ] as const)
      : ([[`  price API ${view.circuit}, ${carsWait(view.waiting)}`, colours.red]] as const)),
    [late > 0 ? `  ${grouped(late)} late` : '', colours.yellow],
  ];
  return [fitted(sending, width), fitted(pricing, width)];
}

/** The progress as a line of a log: without colours, as wide as it gets. */
export function plainProgress(view: ProgressView): string {
  const { cars, complete, missing, failed, late } = tally(view);
  const outcomes = [
    `${grouped(complete)} complete`,
    `${grouped(missing)} missing`,
    `${grouped(failed)} failed`,
    `${grouped(late)} late`,
  ].join(', ');
  const changed = view.changedRows === undefined ? '' : `; ${grouped(view.changedRows)} rows changed`;
  if (view.serving)
    return `${duration(view.elapsedMs)}: done, serving; ${grouped(view.sent)} parts sent; ${grouped(cars)} cars out (${outcomes})${changed}`;
  const eta = view.etaMs === undefined ? '' : `; about ${duration(Math.max(1_000, view.etaMs))} left`;
  return (
    `${duration(view.elapsedMs)}: ${grouped(view.sent)} of ${grouped(view.total)} parts sent; ` +
    `${grouped(cars)} cars out (${outcomes})${changed}; ` +
    (view.circuit === 'closed'
      ? `${view.inFlight} of ${view.slots} slots in use, ${grouped(view.waiting)} cars waiting${eta}`
      : `price API ${view.circuit}, ${carsWait(view.waiting)}`)
  );
}

const carsWait = (cars: number): string => (cars === 1 ? '1 car waits' : `${grouped(cars)} cars wait`);

type Piece = readonly [text: string, paint?: (text: string) => string];

function fitted(pieces: readonly Piece[], width: number): string {
  let line = '';
  let used = 0;
  for (const [text, paint] of pieces) {
    if (used + text.length > width) break;
    used += text.length;
    line += text === '' || paint === undefined ? text : paint(text);
  }
  return line;
}

function tally({ outcomes }: ProgressView) {
  const complete = outcomes.COMPLETE ?? 0;
  const failed = outcomes.FAILED_GET_PRICE ?? 0;
  const missing = Object.entries(outcomes).reduce(
    (sum, [situation, count]) => (situation.startsWith('MISSING_') ? sum + count : sum),
    0,
  );
  return { cars: complete + failed + missing, complete, missing, failed, late: outcomes.INCOMPLETE ?? 0 };
}
