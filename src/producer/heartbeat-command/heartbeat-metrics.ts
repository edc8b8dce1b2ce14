import { counter, gauge, type Metric, type MetricInfo } from 'ksqlite/cli';
import type { BeatCounts } from './resumed-heartbeat.ts';

const READERS = [
  counter<BeatCounts>(
    'rccar_heartbeat_ticks_total',
    'ticks',
    'Ticks whose parts were sent to all partitions.',
    [],
    ({ ticks }) => ticks,
  ),
  counter<BeatCounts>(
    'rccar_heartbeat_failures_total',
    'ticks',
    'Ticks that the broker did not take.',
    [],
    ({ failures }) => failures,
  ),
  gauge<BeatCounts>(
    'rccar_heartbeat_timestamp_seconds',
    'seconds since the epoch',
    'When the last tick was sent, or not needed because no parts came; 0: never.',
    [],
    ({ lastAt }) => (lastAt ?? 0) / 1000,
  ),
];

export const HEARTBEAT_METRICS: readonly MetricInfo[] = READERS.map(({ info }) => info);

export const heartbeatMetrics = (counts: BeatCounts): readonly Metric[] =>
  READERS.map(({ read }) => read(counts));
