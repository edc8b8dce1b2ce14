import type { PlanContext } from '../analysis/plan-context.ts';
import type { Evaluate } from '../expressions/compiled.ts';
import type { Source } from '../metastore/source.ts';
import { selectRow } from '../operators/stateless/select-row.ts';
import type { LookupResult } from '../plan/plan-pull.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';
import type { Expression } from '../sql/ast/expression.ts';
import { type MapKey, rowKey } from '../state/codecs/map-key.ts';
import type { Row } from '../types/sql-value.ts';
import { ofPredicate, ofSelect } from './failure-messages.ts';
import { Layout } from './layout.ts';
import type { OnProblem } from './step-problem.ts';

/** A pull query that can be answered. */
export interface Lookup {
  readonly source: Source;
  /** The keys that are asked for; undefined: all rows have to be gone through. */
  readonly keys: readonly MapKey[] | undefined;
  /** From a row of the table (its columns, keys first) to one of the answer; undefined: WHERE holds it back. */
  readonly answer: (onProblem: OnProblem) => (record: StreamRecord) => Row | undefined;
}

/** Compiles the plan of a pull query. */
export function instantiateLookup(
  context: PlanContext,
  { input, values }: LookupResult,
  source: Source,
): Lookup {
  const lookup = input.kind === 'Filter' ? input.input : input;
  const { scope } = Layout.ofSource(source, lookup.schema);
  // ksqlDB interprets the expressions of such a query, and guards nothing inside of them
  const compile = (expression: Expression): Evaluate =>
    context.compile(expression, scope, { failingPart: 'bare' }).evaluate;
  const where = input.kind === 'Filter' ? compile(input.condition) : undefined;
  const ofWhere = input.kind === 'Filter' ? ofPredicate(input.condition) : String;
  const ofColumn = ofSelect([], values);
  const columns = values.map(({ name, expression }) => ({ name, evaluate: compile(expression) }));
  return {
    source,
    keys: lookup.keys?.map(rowKey).filter((key) => key !== null),
    answer: (onProblem) =>
      selectRow(
        {
          onError: (error, place, record) => {
            const isWhere = place === 'WHERE';
            onProblem({
              reason: 'failed-expression',
              step: isWhere ? 'SELECT' : 'PROJECT',
              where: place,
              message: isWhere ? ofWhere(place) : ofColumn(place),
              error,
              record,
            });
          },
        },
        { where, columns },
      ),
  };
}
