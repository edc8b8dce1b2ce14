/** A connector as Kafka Connect's REST API has it: its ConnectorInfo and ConnectorStateInfo. */
import type { HostedConnector, TaskStatus } from '../worker/hosted-connector.ts';
import type { ConnectWorker } from '../worker/worker.ts';

type Entity = Readonly<Record<string, unknown>>;

/** With its configuration as it was written: a secret is `${env:NAME}`. */
export const connectorInfo = (one: HostedConnector): Entity => ({
  name: one.name,
  config: one.config,
  tasks: one.tasks().map(({ id }) => ({ connector: one.name, task: id })),
  type: one.kind,
});

/** The connector itself runs where its tasks may. */
export const connectorStatus = (worker: Pick<ConnectWorker, 'workerId'>, one: HostedConnector): Entity => ({
  name: one.name,
  connector: { state: one.isPaused ? 'PAUSED' : 'RUNNING', worker_id: worker.workerId },
  tasks: one.tasks().map((task) => taskStatus(worker, task)),
  type: one.kind,
});

export const taskStatus = (
  { workerId }: Pick<ConnectWorker, 'workerId'>,
  { id, state, trace }: TaskStatus,
): Entity => ({ id, state, worker_id: workerId, ...(trace === undefined ? {} : { trace }) });
