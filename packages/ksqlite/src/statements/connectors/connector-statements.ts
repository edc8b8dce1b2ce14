/**
 * CREATE and DROP CONNECTOR: ksqlDB's ConnectExecutor and DropConnectorExecutor, with a worker of this process in the place of Kafka
 * Connect's REST API.
 */
import type { Config, ConnectWorker } from '../../connect/index.ts';
import { KsqlError } from '../../errors/ksql-error.ts';
import type { CreateConnector, DropConnector } from '../../sql/ast/statement.ts';
import type { ConnectorHandler } from '../statement-handler.ts';

/** What the statement configures: texts, as ksqlDB sends them. */
export const connectorConfig = ({ name, properties }: CreateConnector): Config => ({
  ...Object.fromEntries(properties.map(({ key, value }) => [key, String(value)])),
  name: name.text,
});

/** Whether there is one of this name, in whatever case. */
export const connectorExists = (worker: ConnectWorker, name: string): boolean =>
  worker.list().some((one) => one.name.toUpperCase() === name.toUpperCase());

/** What is wrong with what the statement configures, a line for each key; empty: nothing. */
export const configErrors = (worker: ConnectWorker, statement: CreateConnector): Promise<readonly string[]> =>
  worker.validate(connectorConfig(statement), statement.connectorKind === 'SOURCE' ? 'source' : 'sink');

/**
 * Refuses what can't be made.
 *
 * @throws KsqlError CONNECTOR_EXISTS, CONNECTOR_INVALID
 */
export async function checkCreateConnector(worker: ConnectWorker, statement: CreateConnector): Promise<void> {
  const { name, ifNotExists } = statement;
  if (!ifNotExists && connectorExists(worker, name.text))
    throw new KsqlError('CONNECTOR_EXISTS', `Connector ${name.text} already exists`);
  const errors = await configErrors(worker, statement);
  if (errors.length > 0) throw new KsqlError('CONNECTOR_INVALID', `Validation error: ${errors.join('\n')}`);
}

export const createConnectorHandler: ConnectorHandler<CreateConnector> = {
  role: 'connector',
  execute: async (worker, statement) => {
    const { name, ifNotExists } = statement;
    if (ifNotExists && connectorExists(worker, name.text))
      return { message: `Connector ${name.text} already exists`, changed: false };
    await checkCreateConnector(worker, statement);
    await worker.create(name.text, connectorConfig(statement));
    return { message: `Created connector ${name.text}`, changed: true };
  },
};

export const dropConnectorHandler: ConnectorHandler<DropConnector> = {
  role: 'connector',
  execute: async (worker, { name, ifExists }) => {
    const isThere = worker.list().some((one) => one.name === name.text);
    if (!isThere && ifExists) return { message: `Connector '${name.text}' does not exist.`, changed: false };
    if (!isThere) {
      const answer = JSON.stringify({ error_code: 404, message: `Connector ${name.text} not found` });
      throw new KsqlError('CONNECTOR_UNKNOWN', `Failed to drop connector: ${answer}`);
    }
    await worker.drop(name.text);
    return { message: `Dropped connector "${name.text}"`, changed: true };
  },
};
