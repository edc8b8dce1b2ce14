import type { PlanContext } from '../analysis/plan-context.ts';
import type { Evaluate } from '../expressions/compiled.ts';
import type { Source } from '../metastore/source.ts';
import type { OnError } from '../operators/operator-metrics.ts';
import { recordPredicate } from '../operators/stateless/record-predicate.ts';
import { selectRow } from '../operators/stateless/select-row.ts';
import type { AfterLookup, LookupResult } from '../plan/plan-pull.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';
import type { Expression } from '../sql/ast/expression.ts';
import { type MapKey, rowKey } from '../state/codecs/map-key.ts';
import type { Row } from '../types/sql-value.ts';
import { ofPredicate, ofSelect } from './failure-messages.ts';
import { Layout } from './layout.ts';
import { lookupGroups } from './lookup-groups.ts';
import { sortRows } from './sort-rows.ts';
import type { OnProblem } from './step-problem.ts';

/** A pull query that can be answered. */
export interface Lookup {
  readonly source: Source;
  /** The keys that are asked for; undefined: all rows have to be gone through. */
  readonly keys: readonly MapKey[] | undefined;
  /** Begins an answer. */
  readonly answer: (onProblem: OnProblem) => LookupAnswer;
  /** All rows have to be found before the first can be given out: they are sorted or grouped. */
  readonly needsAll: boolean;
  /** How many of the first rows are left out. */
  readonly offset: number;
}

/** The answer to a pull query while its rows are found. */
export interface LookupAnswer {
  /** From a row of the table (its columns, keys first) to one of the answer; undefined: it gives none, or none yet. */
  readonly take: (record: StreamRecord) => Row | undefined;
  /** What the rows that were taken come to. */
  readonly finish: (rows: readonly Row[]) => Promise<readonly Row[]>;
}

/** Compiles the plan of a pull query. */
export function instantiateLookup(
  context: PlanContext,
  { input, values }: LookupResult,
  source: Source,
  { grouping, order, offset }: AfterLookup = NOTHING_AFTER,
): Lookup {
  const lookup = input.kind === 'Filter' ? input.input : input;
  const { scope } = Layout.ofSource(source, lookup.schema);
  // ksqlDB interprets the expressions of such a query, and guards nothing inside of them
  const compile = (expression: Expression): Evaluate =>
    context.compile(expression, scope, { failingPart: 'bare' }).evaluate;
  const where = input.kind === 'Filter' ? compile(input.condition) : undefined;
  const ofWhere = input.kind === 'Filter' ? ofPredicate(input.condition) : String;
  const ofColumn = ofSelect([], values);
  const named = values.map(({ name, expression }) => ({ name, expression }));
  const columns = named.map(({ name, expression }) => ({
    name,
    evaluate: grouping === undefined ? compile(expression) : NOTHING,
  }));
  const groups = grouping && lookupGroups(context, grouping, scope, named);
  const sort = sortRows(order);
  return {
    source,
    keys: lookup.keys?.map(rowKey).filter((key) => key !== null),
    needsAll: groups !== undefined || order.length > 0,
    offset,
    answer: (onProblem) => {
      const onError: OnError = (error, place, record) => {
        const isWhere = place === 'WHERE';
        onProblem({
          reason: 'failed-expression',
          step: isWhere ? 'SELECT' : 'PROJECT',
          where: place,
          message: isWhere ? ofWhere(place) : ofColumn(place),
          error,
          record,
        });
      };
      const finish = async (rows: readonly Row[]): Promise<readonly Row[]> =>
        (await sort(rows)).slice(offset);
      if (groups === undefined) return { take: selectRow({ onError }, { where, columns }), finish };
      const collected = groups(onError);
      const passes = where === undefined ? undefined : recordPredicate(where, 'WHERE', onError);
      return {
        take: (record) => {
          if (passes === undefined || passes(record)) collected.add(record);
          return undefined;
        },
        finish: () => finish(collected.rows()),
      };
    },
  };
}

const NOTHING_AFTER: AfterLookup = { grouping: undefined, order: [], offset: 0 };
const NOTHING = (): null => null;
