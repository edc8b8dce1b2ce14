import type { Column } from '../../formats/codec.ts';
import type { Selected } from '../analysed-query.ts';
import type { Schema } from '../names/schema.ts';
import { type PlanContext, refuseUnlessStored } from '../plan-context.ts';
import { columnsIn } from '../pull/columns-in.ts';
import { refuseUnheldValues } from '../sources/held-values.ts';
import type { CheckedGrouping } from './grouping.ts';

/** Aggregates that keep one plain value for a group. All others keep a list, a map or a struct. */
const PLAIN_STATE = ['COUNT', 'MAX', 'MIN', 'SUM', 'SUM_LIST'];

/**
 * Refuses aggregates that ksqlDB can't keep: it writes the columns that they need, their state and the result in the value
 * format of the first source. Throws KsqlError.
 *
 * @param input what GROUP BY and the arguments name
 */
export function refuseUnkeptState(
  context: PlanContext,
  { origin, query }: Selected,
  { calls, groupBy, result }: CheckedGrouping,
  input: Schema,
): void {
  if (origin.valueFormat !== 'DELIMITED') return;
  const call = calls.find(({ written }) => !PLAIN_STATE.includes(written.name.text))?.written;
  if (call !== undefined)
    refuseUnlessStored(
      context,
      call.span,
      'One of the functions used in the statement has an intermediate type that the value format can not handle. Please remove the function or change the format.',
      `make a source in JSON first: CREATE ${origin.kind} … WITH (VALUE_FORMAT='JSON') AS SELECT * FROM ${origin.name}`,
    );
  for (const { argumentTypes, written } of calls)
    refuseUnheldValues(context, origin, written.span, argumentTypes.flatMap(argumentColumn));
  for (const expression of groupBy)
    refuseUnheldValues(context, origin, expression.span, columnsNamed(expression, input));
  refuseUnheldValues(context, origin, query.span, result.values);
}

const argumentColumn = (type: Column['type'] | undefined, i: number): readonly Column[] =>
  type === undefined ? [] : [{ name: `KSQL_INTERNAL_COL_${i}`, type }];

const columnsNamed = (expression: CheckedGrouping['groupBy'][number], input: Schema): readonly Column[] =>
  columnsIn(expression).flatMap(({ source, name }) =>
    input.filter((column) => column.alias === (source?.text ?? '') && column.name === name.text),
  );
