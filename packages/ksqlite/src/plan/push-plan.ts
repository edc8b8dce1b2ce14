import type { Column } from '../formats/codec.ts';
import type { Source } from '../metastore/source.ts';
import { filter } from '../operators/stateless/filter.ts';
import { streamWriter } from '../operators/stateless/stream-writer.ts';
import { tableRows } from '../operators/tables/table-rows.ts';
import type { Query } from '../sql/ast/query.ts';
import { columnsScope, inputColumns } from './columns-scope.ts';
import { type FromInput, fromClause } from './from-clause.ts';
import { type Planning, refusal } from './planning.ts';
import { projection } from './projection.ts';
import { checkClauses, planQuery, predicate, usesAggregates } from './query-plan.ts';
import { selectItems } from './select-items.ts';
import type { UnitPlan } from './task-plan.ts';

/** A query whose rows go to a client: what the last unit emits is a row of `columns`, in their order. */
export interface PushPlan {
  readonly columns: readonly Column[];
  /** Repartitioning units, upstream first. */
  readonly before: readonly UnitPlan[];
  readonly main: Pick<UnitPlan, 'inputs' | 'task'>;
  readonly limit: number | undefined;
  /** How far back joins look at records again, at most. ms */
  readonly lookBackMs: number;
  /** What the query's id is formed of. */
  readonly label: string;
}

/** What ksqlDB takes when an inner join has no GRACE PERIOD. */
const DEFAULT_GRACE_MS = 24 * 60 * 60 * 1000;

/**
 * Plans a push query: any query that a statement could write to a topic, a windowed table as it is, and aggregates
 * over everything without GROUP BY.
 *
 * @param planning with `transient`
 * @throws KsqlError with its place in the text
 */
export function planPush(planning: Planning, query: Query): PushPlan {
  const { limit } = query;
  const from = fromClause(planning, query);
  const [first] = from.inputs as readonly [FromInput];
  const label = first.alias;
  const lookBackMs = from.joins.reduce(
    (total, { within }) =>
      within === undefined
        ? total
        : total + within.beforeMs + within.afterMs + (within.graceMs ?? DEFAULT_GRACE_MS),
    0,
  );
  const planned = groupedByNothing(planning, query);
  if (from.joins.length === 0 && first.source.kind === 'TABLE' && !checkClauses(planning, planned))
    return { ...planTableChanges(planning, planned, first), limit, lookBackMs, label };

  const { before, inputs, shape, task } = planQuery(planning, planned, label);
  const sources: readonly Source[] = inputs.map((input) => input.source);
  return {
    columns: [...shape.keys, ...shape.values],
    before,
    main: { inputs: sources, task },
    limit,
    lookBackMs,
    label,
  };
}

/** Without GROUP BY all records are one group. LIMIT is the client's, not the plan's. */
function groupedByNothing(planning: Planning, query: Query): Query {
  const { span } = query;
  const groupBy =
    query.groupBy.length === 0 && usesAggregates(planning, query)
      ? [{ kind: 'IntegerLiteral', value: 1n, span } as const]
      : query.groupBy;
  return { ...query, groupBy, limit: undefined };
}

/** A table's rows as they come; deletions, and rows that WHERE no longer lets pass, are no rows. */
function planTableChanges(
  planning: Planning,
  query: Query,
  input: FromInput,
): Pick<PushPlan, 'columns' | 'before' | 'main'> {
  if (query.partitionBy.length > 0)
    throw refusal(
      planning,
      'SQL_INVALID',
      query.span,
      'Only streams support PARTITION BY.',
      'leave PARTITION BY out',
    );
  const columns = inputColumns(input.source, input.alias, undefined);
  const scope = columnsScope(planning, columns);
  const rows = projection(planning, selectItems(planning, query, columns), scope);
  const where = query.where === undefined ? undefined : predicate(planning, query.where, scope, 'WHERE');
  const keyCount = input.source.keys.length;
  return {
    columns: rows.columns,
    before: [],
    main: {
      inputs: [input.source],
      task: (context) => {
        const options = { keys: [], values: rows.expressions };
        const writer = streamWriter(context, options, context.write);
        const passed =
          where === undefined ? undefined : filter(context, { condition: where.evaluate }, writer.receive);
        const present = tableRows(context, { keyCount }, (passed ?? writer).receive);
        const operators = passed === undefined ? [present, writer] : [present, passed, writer];
        return { inputs: [present.receive], operators };
      },
    },
  };
}
