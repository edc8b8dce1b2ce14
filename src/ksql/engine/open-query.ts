import { KsqlError } from '../errors/ksql-error.ts';
import { type Planning, refusal } from '../plan/planning.ts';
import { planPush } from '../plan/push-plan.ts';
import type { TransientQueries } from '../queries/transient-queries.ts';
import type { RunningTransientQuery } from '../queries/transient-query.ts';
import { positionOf } from '../sql/source-text.ts';
import { type ScriptStatement, scriptStatements } from './script-statements.ts';
import type { Session } from './session.ts';

export interface QueryOptions {
  /** Rows from which on the query waits for its reader; default 1,000. */
  readonly maxBufferedRows?: number;
}

/**
 * Starts a SELECT that stands alone: with EMIT a push query, without one a pull query.
 *
 * @param planning with `transient`
 * @throws KsqlError with its place in the text
 */
export function openQuery(
  planning: Planning,
  queries: TransientQueries,
  { statement, text }: ScriptStatement,
  { maxBufferedRows }: QueryOptions,
): RunningTransientQuery {
  if (statement.kind !== 'QueryStatement')
    throw refusal(planning, 'SQL_INVALID', statement.span, 'Neither a query nor a print statement');
  const { query } = statement;
  if (query.emit === undefined)
    throw refusal(planning, 'SQL_UNSUPPORTED', query.span, 'a pull query', 'add EMIT CHANGES');
  return queries.start(planPush(planning, query), {
    kind: 'push',
    sql: text,
    offsetReset: planning.properties.pushOffsetReset,
    maxBufferedRows,
  });
}

/**
 * The query of a script; what stands before it may only change the session, and is carried out.
 *
 * @throws KsqlError for a script without a query, and for anything else in it
 */
export function onlyQuery(
  script: string,
  session: Session,
  carryOut: (statement: ScriptStatement) => void,
): ScriptStatement {
  let query: ScriptStatement | undefined;
  for (const statement of scriptStatements(script, session)) {
    if (query !== undefined) throw notAlone(statement, session);
    if (SESSION_STATEMENTS.includes(statement.statement.kind)) carryOut(statement);
    else query = statement;
  }
  if (query === undefined) throw new KsqlError('SQL_SYNTAX', 'there is no query', { source: script });
  return query;
}

const SESSION_STATEMENTS: readonly string[] = ['SetProperty', 'UnsetProperty', 'Define', 'Undefine'];

const notAlone = ({ source, statement }: ScriptStatement, { file }: Session): KsqlError =>
  new KsqlError('SQL_INVALID', 'nothing may stand behind a query', {
    at: positionOf(source, statement.span, file),
    source,
    hint: 'send the statements one after the other',
  });
