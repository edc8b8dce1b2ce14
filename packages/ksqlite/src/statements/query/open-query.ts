import type { TopicLog } from '../../log/topic-log.ts';
import type { Source } from '../../metastore/source.ts';
import { type Planning, refusal } from '../../plan/planning.ts';
import { planPull, pullSource } from '../../plan/pull-plan.ts';
import { planPush } from '../../plan/push-plan.ts';
import type { OutputRows } from '../../plan/task-plan.ts';
import type { PersistentQueries, ProcessingError } from '../../queries/persistent-queries.ts';
import { pullRows } from '../../queries/pull-rows.ts';
import { type SourceTable, sourceTable } from '../../queries/source-table.ts';
import type { TransientQueries } from '../../queries/transient-queries.ts';
import type { RunningTransientQuery } from '../../queries/transient-query.ts';
import type { Query } from '../../sql/ast/query.ts';
import type { ScriptStatement } from '../session/script-statements.ts';

export interface QueryOptions {
  /** Rows from which on the query waits for its reader; default 1,000. */
  readonly maxBufferedRows?: number;
}

export interface QueryOpenerOptions {
  readonly log: TopicLog;
  readonly queries: PersistentQueries;
  readonly transient: TransientQueries;
  /** Resolves once all that was done so far is durable. */
  readonly settled: () => Promise<void>;
  readonly onProcessingError: (error: ProcessingError) => void;
}

/**
 * Starts a SELECT that stands alone: with EMIT a push query, without one a pull query.
 *
 * @param planning with `transient`
 * @throws KsqlError with its place in the text
 */
export type QueryOpener = (
  planning: Planning,
  statement: ScriptStatement,
  options: QueryOptions,
) => RunningTransientQuery;

export function queryOpener(options: QueryOpenerOptions): QueryOpener {
  const { log, queries, transient, settled, onProcessingError } = options;
  const sourceTables = new WeakMap<Source, SourceTable>();

  const sourceTableOf = (source: Source): SourceTable => {
    const known = sourceTables.get(source);
    if (known !== undefined) return known;
    const made = sourceTable(log, source, (_, partition, offset, reason) =>
      onProcessingError({
        queryId: source.name,
        message: `${source.topic}, partition ${partition}, offset ${offset}: ${reason}`,
      }),
    );
    sourceTables.set(source, made);
    return made;
  };
  /** The table's rows as they are once it resolves; undefined: nobody keeps them. */
  const rowsOf = (source: Source): (() => Promise<readonly OutputRows[]>) | undefined => {
    const kept = queries.list().find(({ output }) => output === source)?.kept ?? [];
    if (kept.length > 0) return () => Promise.resolve(kept);
    if (!source.readOnly) return undefined;
    return async () => {
      const table = sourceTableOf(source);
      await table.catchUp();
      return table.kept;
    };
  };

  const pull = (planning: Planning, query: Query, text: string): RunningTransientQuery => {
    const input = pullSource(planning, query);
    if (input.source.kind === 'STREAM')
      return transient.start(planPush(planning, query), {
        kind: 'pull',
        sql: text,
        offsetReset: 'earliest',
        maxBufferedRows: undefined,
      });
    const plan = planPull(planning, query, input);
    const rows = rowsOf(input.source);
    if (rows === undefined)
      throw refusal(
        planning,
        'SQL_INVALID',
        input.span,
        `The \`${input.source.name}\` table isn't queryable. To derive a queryable table, you can do 'CREATE TABLE QUERYABLE_${input.source.name} AS SELECT * FROM ${input.source.name}'.`,
        'add EMIT CHANGES if you intended to issue a push query',
      );
    const answer = async (queryId: string) => {
      const found = pullRows(plan, await rows(), (error, where) =>
        onProcessingError({
          queryId,
          message: `${where}: ${error instanceof Error ? error.message : String(error)}`,
        }),
      );
      // what is given out must not be taken back by a crash
      await settled();
      return found;
    };
    return transient.answer(plan.columns, answer, { sql: text, limit: plan.limit });
  };

  return (planning, { statement, text }, { maxBufferedRows }) => {
    if (statement.kind !== 'QueryStatement')
      throw refusal(planning, 'SQL_INVALID', statement.span, 'Neither a query nor a print statement');
    const { query } = statement;
    if (query.emit === undefined) return pull(planning, query, text);
    return transient.start(planPush(planning, query), {
      kind: 'push',
      sql: text,
      offsetReset: planning.properties.pushOffsetReset,
      maxBufferedRows,
    });
  };
}
