/** What Prometheus reads of connectors: what their tasks count anyway, read when it is asked for. */
import { counter, gauge, type Labels, type Metric, type MetricInfo } from '../metrics/metric.ts';
import type { TaskCounts } from './tasks/task-counts.ts';
import type { TaskState } from './tasks/task-runner.ts';
import type { HostedConnector } from './worker/hosted-connector.ts';
import type { ConnectWorker } from './worker/worker.ts';

type Connectors = Pick<ConnectWorker, 'list'>;
type Values = readonly (readonly [Labels, number])[];

const STATES: readonly TaskState[] = ['RUNNING', 'PAUSED', 'FAILED', 'UNASSIGNED'];
const TASK = ['connector', 'task'] as const;

const READERS = [
  gauge<Connectors>(
    'ksqlite_connector_task_state',
    'none',
    'Whether a task of a connector is in a state: 1 of the state that it is in, 0 of the others.',
    [...TASK, 'state'],
    (worker) =>
      ofTasks(worker, (labels, { state }) =>
        STATES.map((one) => [{ ...labels, state: one }, one === state ? 1 : 0]),
      ),
  ),
  counter<Connectors>(
    'ksqlite_connector_records_total',
    'records',
    'Records that a task of a source has written to topics, or one of a sink has put; committed, since the process started.',
    TASK,
    counted('records'),
  ),
  counter<Connectors>(
    'ksqlite_connector_commits_total',
    'commits',
    'Batches of records that a task has committed with their offsets, since the process started.',
    TASK,
    counted('commits'),
  ),
  counter<Connectors>(
    'ksqlite_connector_failures_total',
    'failures',
    'How often a task has failed, since the process started; it is tried again, with back-off, where that can help.',
    TASK,
    counted('failures'),
  ),
  counter<Connectors>(
    'ksqlite_connector_record_errors_total',
    'records',
    'Records that could not be converted or put, and were passed over, since the process started.',
    TASK,
    counted('errors'),
  ),
  counter<Connectors>(
    'ksqlite_connector_dead_letters_total',
    'records',
    'Of them, those that were written to the dead-letter topic.',
    TASK,
    counted('deadLetters'),
  ),
  gauge<Connectors>(
    'ksqlite_connector_last_commit_timestamp_seconds',
    'seconds',
    'When a task committed last, since 1970; 0 before its first commit in this process.',
    TASK,
    (worker) => ofTasks(worker, (labels, { counts }) => [[labels, counts.committedAt / 1000]]),
  ),
  gauge<Connectors>(
    'ksqlite_connector_lag_records',
    'records',
    'Records of a topic that a sink has not committed yet. In a process on Kafka ask the broker for the lag of the group connect-NAME.',
    ['connector', 'topic'],
    (worker) =>
      worker
        .list()
        .flatMap(
          (one): Values => one.lag().map(({ topic, records }) => [{ connector: one.name, topic }, records]),
        ),
  ),
];

/** What is measured of connectors. */
export const CONNECT_METRICS: readonly MetricInfo[] = READERS.map(({ info }) => info);

export const connectMetrics = (worker: Connectors): readonly Metric[] =>
  READERS.map(({ read }) => read(worker));

function ofTasks(
  worker: Connectors,
  values: (labels: Labels, task: ReturnType<HostedConnector['tasks']>[number]) => Values,
): Values {
  return worker
    .list()
    .flatMap((one) =>
      one.tasks().flatMap((task) => values({ connector: one.name, task: String(task.id) }, task)),
    );
}

function counted(field: keyof TaskCounts): (worker: Connectors) => Values {
  return (worker) => ofTasks(worker, (labels, { counts }) => [[labels, counts[field]]]);
}
