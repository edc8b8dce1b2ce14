import type { HostedConnector } from '../../connect/index.ts';
import type { Engine } from '../../engine/engine.ts';
import type { PageConnector } from '../../inspect/live/page-answers.ts';

/** The connectors of the database, in the order in which they were made; nothing of their code is loaded where there are none. */
export const connectors = (engine: Pick<Engine, 'runningConnectors'>): readonly PageConnector[] =>
  (engine.runningConnectors()?.list() ?? []).map(connectorOf);

const connectorOf = (one: HostedConnector): PageConnector => ({
  name: one.name,
  className: one.config['connector.class'] ?? '',
  kind: one.kind,
  isPaused: one.isPaused,
  topics: one.topics,
  lag: one.kind === 'sink' ? one.lag().reduce((sum, { records }) => sum + records, 0) : null,
  tasks: one.tasks().map(({ id, state, trace, counts: { records, failures, errors, deadLetters } }) => ({
    id,
    state,
    trace: trace ?? '',
    records,
    failures,
    errors,
    deadLetters,
  })),
});
