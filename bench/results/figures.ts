interface Figure {
  /** heading of its column */
  readonly label: string;
  readonly digits: number;
  /** which of two is the better one; undefined: neither is */
  readonly better?: 'more' | 'less';
  /** what counts of several rounds; default: the median */
  readonly ofRounds?: 'largest';
}

/** All that a bench may report. Shares are from 0 to 1, MB are 2^20 bytes. */
export const FIGURES = {
  partsPerSecond: { label: 'parts/s', digits: 0, better: 'more' },
  carsPerSecond: { label: 'cars/s', digits: 0, better: 'more' },
  recordsPerSecond: { label: 'records/s', digits: 0, better: 'more' },
  statementsPerSecond: { label: 'statements/s', digits: 0, better: 'more' },
  cpuSeconds: { label: 'CPU s', digits: 2, better: 'less' },
  cpuMsPer1000: { label: 'CPU ms/1,000', digits: 1, better: 'less' },
  peakRssMb: { label: 'peak MB', digits: 0, better: 'less', ofRounds: 'largest' },
  rssMb: { label: 'MB', digits: 0, better: 'less' },
  bytesPerPart: { label: 'B/part', digits: 0, better: 'less' },
  commitsPerSecond: { label: 'commits/s', digits: 0 },
  gcShare: { label: 'GC', digits: 3, better: 'less' },
  offeredPerSecond: { label: 'offered/s', digits: 0 },
  achievedPerSecond: { label: 'achieved/s', digits: 0, better: 'more' },
  assemblyP50Ms: { label: 'p50 ms', digits: 1, better: 'less' },
  assemblyP99Ms: { label: 'p99 ms', digits: 1, better: 'less' },
  assemblyP999Ms: { label: 'p99.9 ms', digits: 1, better: 'less' },
  missingP50Ms: { label: 'missing p50 ms', digits: 0, better: 'less' },
  missingP99Ms: { label: 'p99 ms', digits: 0, better: 'less' },
  missingP999Ms: { label: 'p99.9 ms', digits: 0, better: 'less' },
  utilisation: { label: 'busy/slots', digits: 3, better: 'more' },
  lookupsPerSecond: { label: 'lookups/s', digits: 0, better: 'more' },
  ofDelayLimit: { label: 'of the delay’s limit', digits: 3, better: 'more' },
  diskMb: { label: 'disk MB', digits: 0, better: 'less' },
  recoveryMs: { label: 'first new record ms', digits: 0, better: 'less' },
  openingMs: { label: 'open, all ms', digits: 0, better: 'less' },
  ledgerMs: { label: 'ledger ms', digits: 0, better: 'less' },
  mbPerHour: { label: 'disk MB/hour', digits: 1, better: 'less' },
  coreShare: { label: 'of a core', digits: 4, better: 'less' },
  newCarMs: { label: 'new car ms', digits: 0, better: 'less' },
  firstAnswerMs: { label: 'first answer ms', digits: 0, better: 'less' },
  appliedMs: { label: 'applied ms', digits: 0, better: 'less' },
  startMs: { label: 'node ms', digits: 0, better: 'less' },
  loadMs: { label: 'modules ms', digits: 0, better: 'less' },
  openMs: { label: 'open ms', digits: 0, better: 'less' },
  scriptsMs: { label: 'scripts ms', digits: 0, better: 'less' },
  firstRecordMs: { label: 'then record ms', digits: 0, better: 'less' },
  nsPerRecord: { label: 'ns/record', digits: 0, better: 'less' },
  heapBytesPerRecord: { label: 'heap B/record', digits: 0, better: 'less' },
  stateBytesPerRecord: { label: 'state B/record', digits: 0, better: 'less' },
  writtenMbPerSecond: { label: 'MB/s', digits: 0, better: 'more' },
  syncsPerSecond: { label: 'syncs/s', digits: 0, better: 'more' },
  syncP50Ms: { label: 'sync p50 ms', digits: 2, better: 'less' },
  syncP99Ms: { label: 'p99 ms', digits: 2, better: 'less' },
  longestTurnMs: { label: 'longest turn ms', digits: 0, better: 'less' },
  longTurns: { label: 'over 50 ms', digits: 0, better: 'less' },
  tookMs: { label: 'took ms', digits: 0 },
  cpuRatio: { label: 'CPU, open to closed', digits: 3, better: 'less' },
  firstPaintMs: { label: 'first paint ms', digits: 0, better: 'less' },
  heapMb: { label: 'JS heap MB', digits: 1, better: 'less' },
  heapRatio: { label: 'to the middle', digits: 3, better: 'less' },
  externalMb: { label: 'outside it MB', digits: 1, better: 'less' },
  externalRatio: { label: 'to the middle', digits: 3, better: 'less' },
  domNodes: { label: 'DOM nodes', digits: 0, better: 'less' },
  nodesRatio: { label: 'to the middle', digits: 3, better: 'less' },
  speedRatio: { label: 'speed ratio', digits: 3, better: 'more' },
  latencyRatio: { label: 'p50 ratio', digits: 3, better: 'less' },
  rssRatio: { label: 'memory ratio', digits: 3, better: 'less' },
  diskRatio: { label: 'disk ratio', digits: 3, better: 'less' },
} as const satisfies Readonly<Record<string, Figure>>;

export type FigureName = keyof typeof FIGURES;
export type Figures = Readonly<Partial<Record<FigureName, number>>>;

export const FIGURE_NAMES = Object.keys(FIGURES) as readonly FigureName[];

/** What is known of a figure. */
export const figure = (name: FigureName): Figure => FIGURES[name];

/** For people: thousands in groups, as many digits as the figure deserves. */
export const figureText = (name: FigureName, value: number): string =>
  value.toLocaleString('en', {
    minimumFractionDigits: figure(name).digits,
    maximumFractionDigits: figure(name).digits,
  });
