import { counter, gauge, type Metric, type MetricInfo } from 'ksqlite/cli';
import type { ProducerState } from '../pacing/paced-producer.ts';

const READERS = [
  counter<ProducerState>(
    'rccar_producer_sent_records_total',
    'records',
    'Parts of this source that are on the topics, by earlier runs too.',
    [],
    ({ sent }) => sent,
  ),
  gauge<ProducerState>(
    'rccar_producer_records',
    'records',
    'Parts that the source has.',
    [],
    ({ total }) => total,
  ),
];

export const PRODUCER_METRICS: readonly MetricInfo[] = READERS.map(({ info }) => info);

export const producerMetrics = (state: ProducerState): readonly Metric[] =>
  READERS.map(({ read }) => read(state));
