import type { Awaitable } from '../../awaitable.ts';
import type { ExecutedStatement } from '../../engine/engine.ts';
import { KsqlError } from '../../errors/ksql-error.ts';
import { knownSources } from '../../inspect/inspected.ts';
import { storedStatement } from '../../inspect/stored/stored-statement.ts';
import { callByKind, type ForEachKind } from '../../sql/ast/by-kind.ts';
import type { InsertValues, Statement, Terminate, Undefine } from '../../sql/ast/statement.ts';
import type { ScriptStatement } from '../../statements/session/script-statements.ts';
import { undefine } from '../../statements/session/session.ts';
import { hasRole, type StatementOfRole } from '../../statements/statement-roles.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';
import { assertSchemaEntity } from './assert-schema.ts';
import { assertTopicEntity } from './assert-topic.ts';
import { lastSequence } from './command-sequence.ts';
import {
  createConnectorEntity,
  describeConnectorEntity,
  dropConnectorEntity,
  showConnectorPluginsEntity,
  showConnectorsEntity,
} from './connector-entities.ts';
import { ddlEntity } from './ddl-entity.ts';
import { type Entity, entity } from './entity.ts';
import {
  type AnswerContext,
  describeAllEntity,
  describeEntity,
  describeFunctionEntity,
  explainEntity,
  showEntity,
} from './inspect-entity.ts';

/**
 * Executes a statement and gives the answer of `/ksql` to it; undefined: ksqlDB says nothing.
 *
 * @throws ApiError, KsqlError
 */
export const answerStatement = (
  statement: ScriptStatement,
  context: AnswerContext,
): Awaitable<Entity | undefined> => callByKind(ANSWERS, statement.statement, statement, context);

function answerDdl(
  node: StatementOfRole<'ddl'>,
  statement: ScriptStatement,
  { engine, session, interactive }: AnswerContext,
): Awaitable<Entity> {
  const { text } = statement;
  if (!interactive)
    throw new ApiError(
      API_CODES.badStatement,
      'Interactive mode is disabled: this server runs the statements of its query file. Add the statement there, and start it again.',
      { statementText: text },
    );
  const answer = (done: ExecutedStatement): Entity => {
    // with the columns that came from the registry
    const stored = done.statement as StatementOfRole<'ddl'>;
    // of what was there already ksqlDB shows the text as it came
    const shown = done.effect === undefined ? text : storedStatement(stored, done.sql, knownSources(engine));
    return ddlEntity(node, done, shown, lastSequence(engine.log));
  };
  const done = engine.submit(statement, session);
  return done instanceof Promise ? done.then(answer) : answer(done);
}

/** Push queries end, too, whose rows are sent by this server. */
function answerTerminate(
  node: Terminate,
  statement: ScriptStatement,
  context: AnswerContext,
): Awaitable<Entity> {
  if (node.queryId === undefined || !context.open.close(node.queryId.text))
    return answerDdl(node, statement, context);
  return entity('terminate_query', statement.text, { queryId: node.queryId.text, wasTerminated: true });
}

function runSilently(
  _node: Statement,
  statement: ScriptStatement,
  { engine, session }: AnswerContext,
): undefined {
  engine.run(statement, session);
}

/** What is refused before there is a record is told of the request: ksqlDB's InsertValuesExecutor. */
function answerInsert(node: InsertValues, statement: ScriptStatement, context: AnswerContext): undefined {
  try {
    return runSilently(node, statement, context);
  } catch (error) {
    if (!(error instanceof KsqlError) || !/^Cannot insert (values )?into /.test(error.message)) throw error;
    const hint = error.hint === undefined ? '' : `\n${error.hint}`;
    throw new ApiError(API_CODES.badRequest, `${error.message}${hint}`);
  }
}

function answerUndefine(
  { name }: Undefine,
  { text }: ScriptStatement,
  { session }: AnswerContext,
): Entity | undefined {
  if (undefine(session, name)) return undefined;
  return entity('warning_entity', text, {
    message: `Cannot undefine variable '${name}' which was never defined`,
  });
}

function refuseRows(_node: Statement, { text }: ScriptStatement): never {
  throw new ApiError(
    API_CODES.queryEndpoint,
    "The following statement types should be issued to the websocket endpoint '/query':\n\t* PRINT\n\t* SELECT",
    { statementText: text },
  );
}

const ANSWERS: ForEachKind<
  [statement: ScriptStatement, context: AnswerContext],
  Awaitable<Entity | undefined>
> = {
  CreateSource: answerDdl,
  CreateAs: answerDdl,
  InsertInto: answerDdl,
  Drop: answerDdl,
  AlterSource: answerDdl,
  RegisterType: answerDdl,
  DropType: answerDdl,
  CreateConnector: createConnectorEntity,
  DropConnector: dropConnectorEntity,
  DescribeConnector: describeConnectorEntity,
  ShowConnectors: showConnectorsEntity,
  ShowConnectorPlugins: showConnectorPluginsEntity,
  Terminate: answerTerminate,
  Pause: answerDdl,
  Resume: answerDdl,
  InsertValues: answerInsert,
  DeleteRow: runSilently,
  SetProperty: runSilently,
  UnsetProperty: runSilently,
  Define: runSilently,
  Undefine: answerUndefine,
  QueryStatement: refuseRows,
  Print: refuseRows,
  Show: showEntity,
  Describe: describeEntity,
  DescribeAll: describeAllEntity,
  AssertTopic: assertTopicEntity,
  AssertSchema: assertSchemaEntity,
  DescribeFunction: describeFunctionEntity,
  Explain: explainEntity,
};

/** Whether what the statement did may not be durable yet. */
export const mayWrite = ({ statement }: ScriptStatement): boolean =>
  hasRole(statement, 'ddl') || hasRole(statement, 'insert');
