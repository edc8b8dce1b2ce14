import { counter, gauge, type Metric, type MetricInfo } from './metric.ts';

const READERS = [
  counter<void>('process_cpu_seconds_total', 'seconds', 'CPU time that the process has used.', [], () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  }),
  gauge<void>('process_resident_memory_bytes', 'bytes', 'Memory of the process that is in RAM.', [], () =>
    process.memoryUsage.rss(),
  ),
  gauge<void>(
    'process_start_time_seconds',
    'seconds since the epoch',
    'When the process was started.',
    [],
    () => performance.timeOrigin / 1000,
  ),
  gauge<void>(
    'nodejs_heap_used_bytes',
    'bytes',
    'Objects of JavaScript, with those that are garbage and not collected yet.',
    [],
    () => process.memoryUsage().heapUsed,
  ),
];

/** What is measured of every process. */
export const PROCESS_METRICS: readonly MetricInfo[] = READERS.map(({ info }) => info);

/** As Prometheus' own clients name them. */
export const processMetrics = (): readonly Metric[] => READERS.map(({ read }) => read());
