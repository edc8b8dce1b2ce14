/**
 * Answers to statements about connectors: ksqlDB's ConnectExecutor, DropConnectorExecutor, ListConnectorsExecutor,
 * DescribeConnectorExecutor and ListConnectorPluginsExecutor, with the database's own worker in the place of Kafka Connect.
 */
import type { ConnectWorker, HostedConnector, TaskStatus } from '../../connect/index.ts';
import { connectorInfo, connectorStatus } from '../../connect/rest/connector-entities.ts';
import { describeSource } from '../../inspect/describe-source.ts';
import type {
  CreateConnector,
  DescribeConnector,
  DropConnector,
  ShowConnectorPlugins,
  ShowConnectors,
} from '../../sql/ast/statement.ts';
import {
  createConnectorHandler,
  dropConnectorHandler,
} from '../../statements/connectors/connector-statements.ts';
import type { ScriptStatement } from '../../statements/session/script-statements.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';
import { type Entity, entity } from './entity.ts';
import type { AnswerContext } from './inspect-entity.ts';
import { maskedConnector } from './masked-connector.ts';

export async function createConnectorEntity(
  node: CreateConnector,
  _statement: ScriptStatement,
  context: AnswerContext,
): Promise<Entity> {
  const worker = await workerToChange(context);
  const { message, changed } = await createConnectorHandler.execute(worker, node);
  const text = maskedConnector(node);
  if (!changed) return entity('warning_entity', text, { message });
  const made = worker.get(node.name.text);
  return entity('connector_info', text, { info: connectorInfo(made) });
}

export async function dropConnectorEntity(
  node: DropConnector,
  { text }: ScriptStatement,
  context: AnswerContext,
): Promise<Entity> {
  const { message, changed } = await dropConnectorHandler.execute(await workerToChange(context), node);
  if (!changed) return entity('warning_entity', text, { message });
  return entity('drop_connector', text, { connectorName: node.name.text });
}

export async function showConnectorsEntity(
  { scope }: ShowConnectors,
  { text }: ScriptStatement,
  { engine }: AnswerContext,
): Promise<Entity> {
  const connectors = (await engine.connectors()).list();
  return entity('connector_list', text, {
    connectors: connectors
      .filter(({ kind }) => scope === 'ALL' || kind === scope.toLowerCase())
      .map((one) => ({
        name: one.name,
        type: one.kind,
        className: one.config['connector.class'],
        state: summary(one),
      })),
  });
}

export async function showConnectorPluginsEntity(
  _node: ShowConnectorPlugins,
  { text }: ScriptStatement,
  { engine }: AnswerContext,
): Promise<Entity> {
  const { plugins } = await engine.connectors();
  return entity('connector_plugins_list', text, {
    connectorsPlugins: plugins.map(({ class: className, kind, version }) => ({
      className,
      type: kind,
      version,
    })),
  });
}

export async function describeConnectorEntity(
  { name }: DescribeConnector,
  { text }: ScriptStatement,
  { engine }: AnswerContext,
): Promise<Entity> {
  const worker = await engine.connectors();
  const found = worker.list().find((one) => one.name === name.text);
  if (found === undefined) {
    const answer = JSON.stringify({
      error_code: 404,
      message: `No status found for connector ${name.text}`,
    });
    throw new ApiError(API_CODES.notFound, `Failed to query connector status: ${answer}`);
  }
  return entity('connector_description', text, {
    connectorClass: found.config['connector.class'],
    status: connectorStatus(worker, found),
    sources: engine
      .sources()
      .filter(({ topic }) => found.topics.includes(topic))
      .map((source) => describeSource(engine, source, false)),
    topics: found.topics,
  });
}

function workerToChange({ engine, interactive }: AnswerContext): Promise<ConnectWorker> {
  if (interactive) return engine.connectors();
  throw new ApiError(
    API_CODES.badStatement,
    'Interactive mode is disabled: this server runs the statements of its query file. Add the statement there, and start it again.',
  );
}

/** ListConnectorsExecutor.summarizeState */
function summary(one: HostedConnector): string {
  if (one.isPaused) return 'PAUSED';
  const tasks = one.tasks();
  const running = tasks.filter(({ state }: TaskStatus) => state === 'RUNNING').length;
  const word = tasks.length > 0 && running === 0 ? 'WARNING' : 'RUNNING';
  return `${word} (${running}/${tasks.length} tasks RUNNING)`;
}
