import type { Evaluate } from '../../expressions/compiled.ts';
import type { StreamRecord } from '../../runtime/stream-record.ts';
import type { Row, SqlValue } from '../../types/sql-value.ts';
import type { OperatorContext } from '../operator.ts';
import { recordPredicate } from './record-predicate.ts';
import { fillRow, type NamedExpression } from './row-maker.ts';

export interface SelectRowOptions {
  readonly where: Evaluate | undefined;
  readonly columns: readonly NamedExpression[];
}

/** The row that a query's SELECT list makes of a record; undefined: WHERE holds it back. */
export function selectRow(
  context: Pick<OperatorContext, 'onError'>,
  { where, columns }: SelectRowOptions,
): (record: StreamRecord) => Row | undefined {
  const passes = where === undefined ? undefined : recordPredicate(where, 'WHERE', context.onError);
  const fill = fillRow(columns, context.onError);
  const count = columns.length;
  return (record) => {
    if (passes !== undefined && !passes(record)) return undefined;
    const row = new Array<SqlValue>(count);
    fill(record, row, 0);
    return row;
  };
}
