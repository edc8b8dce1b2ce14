/**
 * The line's own view of the page: cars going through, outcomes, slots, waits, and the report when it ends. It is made of figures that the
 * ledger, the producer and the sidecar have anyway. Pure.
 */
import type { ViewContent, ViewFigure, ViewLevel, ViewPiece, ViewStatus } from 'ksqlite/server';
import { SITUATIONS, type Situation } from '../../contracts/rc-car.ts';
import type { SidecarStats } from '../../sidecar/sidecar-stats.ts';
import type { LedgerSummary, Quantiles } from '../ledger/ledger-summary.ts';
import type { ProgressState } from '../progress/progress-state.ts';
import { formatReport } from '../report/format-report.ts';
import { grouped } from '../report/numbers.ts';
import type { Report } from '../report/report.ts';

/** The line at one time. */
export interface LineNow {
  readonly progress: ProgressState;
  readonly ledger: LedgerSummary;
  readonly pricing: Pick<SidecarStats, 'requests' | 'retries' | 'maxInFlight' | 'busyMs'>;
  /** Cars whose parts were all there: records of `rccar-awaiting-price`. */
  readonly assembled: number;
  /** ms that the car has waited which has waited longest for its price; undefined: none does */
  readonly oldestWaitingMs: number | undefined;
}

export type LineEnd =
  | {
      readonly report: Report;
      /** It was stopped before all was out. */
      readonly stopped: boolean;
    }
  | {
      /** What ended it. */
      readonly error: string;
    };

/**
 * @param now undefined: its parts are not started yet
 * @param stoppedQueries ids of the line's own queries that are in state ERROR
 */
export function lineView(
  now: LineNow | undefined,
  end: LineEnd | undefined,
  stoppedQueries: readonly string[] = [],
): ViewContent {
  const status = statusOf(now, end, stoppedQueries);
  if (now === undefined) return { status, pieces: [] };
  const pieces = [
    stages(now),
    pricing(now),
    outcomes(now),
    speed(now),
    waiting(now),
    times(now),
    account(now),
  ];
  return { status, pieces: [...reportOf(end), ...pieces] };
}

function statusOf(
  now: LineNow | undefined,
  end: LineEnd | undefined,
  stoppedQueries: readonly string[],
): ViewStatus {
  if (end !== undefined) return statusAtEnd(end);
  if (stoppedQueries.length > 0)
    return { text: `Cars miss what ${stoppedQueries.join(', ')} makes: it has stopped`, level: 'bad' };
  if (now === undefined) return { text: 'The line starts.' };
  const { sent, total, circuit, waiting } = now.progress;
  const longestMs = now.oldestWaitingMs ?? 0;
  if (circuit !== 'closed')
    return { text: `The price API ${API_STATE[circuit].text}: ${grouped(waiting)} cars wait`, level: 'bad' };
  if (longestMs > LONG_WAIT_MS)
    return {
      text: `Pricing is slow: ${grouped(waiting)} cars wait for a price, one since ${Math.round(longestMs / 1000)} s`,
      level: 'warn',
    };
  if (sent < total) return { text: `${grouped(sent)} of ${grouped(total)} parts are sent` };
  return { text: `All ${grouped(total)} parts are sent`, level: 'good' };
}

/** An answer of the API comes within a second; a failed request is tried again after ten. */
const LONG_WAIT_MS = 15_000;

function statusAtEnd(end: LineEnd): ViewStatus {
  if ('error' in end) return { text: `Ended by an error: ${end.error}`, level: 'bad', hasEnded: true };
  if (end.report.conservation.holds)
    return { text: 'Ended: every part that went in came out once', level: 'good', hasEnded: true };
  return end.stopped
    ? { text: 'Stopped before all was out', level: 'warn', hasEnded: true }
    : { text: 'Ended, and it does not add up: see the report', level: 'bad', hasEnded: true };
}

const API_STATE: Readonly<
  Record<ProgressState['circuit'], { readonly text: string; readonly level: ViewLevel }>
> = {
  closed: { text: 'answers', level: 'good' },
  down: { text: 'is down', level: 'bad' },
  hung: { text: 'answers nothing', level: 'bad' },
};

function stages({ progress, ledger, assembled }: LineNow): ViewPiece {
  const { sent, total, outcomes, waiting } = progress;
  return {
    kind: 'stages',
    title: 'Through the line',
    stages: [
      { name: 'Parts sent', passed: sent, total, unit: 'parts' },
      {
        name: 'Cars assembled',
        passed: assembled,
        unit: 'cars',
        held: { count: ledger.openCars, text: 'cars under way' },
      },
      {
        name: 'Cars with a price',
        passed: outcomes.COMPLETE ?? 0,
        unit: 'cars',
        held: { count: waiting, text: 'wait for a price', ...(waiting > MANY_WAIT ? { level: 'warn' } : {}) },
      },
      { name: 'Cars out', passed: carsOut(outcomes), unit: 'cars' },
    ],
  };
}

/** More than the slots can take up soon. */
const MANY_WAIT = 500;

const carsOut = (outcomes: ProgressState['outcomes']): number =>
  SITUATIONS.filter((situation) => situation !== 'AWAITING_PRICE' && situation !== 'INCOMPLETE').reduce(
    (sum, situation) => sum + (outcomes[situation] ?? 0),
    0,
  );

function pricing({ progress, pricing, oldestWaitingMs }: LineNow): ViewPiece {
  const { circuit, inFlight, slots, waiting } = progress;
  const { text, level } = API_STATE[circuit];
  return {
    kind: 'figures',
    title: 'Pricing',
    figures: [
      { name: 'The price API', value: text, level },
      { name: 'Slots in use', value: inFlight, of: slots, note: `${pricing.maxInFlight} at most so far` },
      { name: 'Cars waiting', value: waiting },
      { name: 'Oldest waiting', value: oldestWaitingMs ?? null, unit: 'ms' },
      { name: 'Requests', value: pricing.requests },
      { name: 'Repeated', value: pricing.retries, note: 'requests that had failed' },
    ],
  };
}

function outcomes({ progress }: LineNow): ViewPiece {
  return {
    kind: 'shares',
    title: 'Outcomes',
    unit: 'records',
    shares: SITUATIONS.flatMap((name) => {
      const count = progress.outcomes[name];
      return count === undefined ? [] : [{ name, count, level: levelOf(name) }];
    }),
  };
}

function levelOf(situation: Situation): ViewLevel {
  if (situation === 'COMPLETE') return 'good';
  return situation === 'FAILED_GET_PRICE' ? 'bad' : 'warn';
}

const speed = ({ progress, assembled }: LineNow): ViewPiece => ({
  kind: 'series',
  title: 'Per second',
  unit: 'a second',
  series: [
    { name: 'parts sent', value: progress.sent, isCounter: true },
    { name: 'cars assembled', value: assembled, isCounter: true },
    { name: 'cars out', value: carsOut(progress.outcomes), isCounter: true },
  ],
});

const waiting = ({ progress }: LineNow): ViewPiece => ({
  kind: 'series',
  title: 'Waiting for a price',
  unit: 'cars',
  series: [{ name: 'cars', value: progress.waiting }],
});

const times = ({ ledger: { latencyMs } }: LineNow): ViewPiece => ({
  kind: 'figures',
  title: 'From a car’s last part',
  figures: [
    ...quantileFigures('assembled', latencyMs.assembly),
    ...quantileFigures('known to lack a part', latencyMs.missing),
  ],
});

const quantileFigures = (name: string, { p50, p99 }: Quantiles): readonly ViewFigure[] => [
  { name: `${name}, half within`, value: p50, unit: 'ms' },
  { name: `${name}, 99 % within`, value: p99, unit: 'ms' },
];

function account({ ledger }: LineNow): ViewPiece {
  const { partsIn, partsOut, deliveries, deadLetters } = ledger;
  return {
    kind: 'figures',
    title: 'Account of parts',
    figures: [
      { name: 'Went in', value: partsIn },
      { name: 'Came out', value: partsOut },
      { name: 'On their way', value: partsIn - partsOut },
      { name: 'Delivered again', value: deliveries - partsIn },
      {
        name: 'Dead letters',
        value: deadLetters.letters,
        ...(deadLetters.letters > 0 ? { level: 'warn' } : {}),
      },
    ],
  };
}

const reportOf = (end: LineEnd | undefined): readonly ViewPiece[] =>
  end === undefined || 'error' in end
    ? []
    : [
        {
          kind: 'text',
          title: 'Report',
          text: formatReport(end.report, { width: 78, colour: false, stopped: end.stopped }),
        },
      ];
