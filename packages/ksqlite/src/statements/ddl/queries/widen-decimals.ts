import { Big } from 'big.js';
import type { Column } from '../../../formats/codec.ts';
import { decimalOf } from '../../../functions/values/numbers/decimal-type.ts';
import type { Source } from '../../../metastore/source.ts';
import type { ResultNode } from '../../../plan/plan-node.ts';
import type { LogicalPlan } from '../../../plan/plan-query.ts';
import type { Expression } from '../../../sql/ast/expression.ts';
import { type DecimalType, decimal, type SqlType } from '../../../types/sql-type.ts';

/**
 * What `INSERT INTO … SELECT` casts: a value column that is a narrower DECIMAL than the sink's, or a number that stands alone in
 * the place of a DECIMAL, where it fits. ksqlDB: Column.canImplicitlyCast, ImplicitlyCastResolver. The value gets the
 * sink's scale; ksqlDB leaves that of a column as it is: they are equal numbers.
 */
export function widenDecimals<Plan extends LogicalPlan>(planned: Plan, target: Source): Plan {
  const { root, shape } = planned;
  const types = shape.values.map((column, i) => wider(column, root.values[i], target.values[i]));
  if (types.every((type) => type === undefined)) return planned;
  const values = root.values.map((value, i) => {
    const type = types[i];
    if (type === undefined) return value;
    const { expression } = value;
    return { ...value, type, expression: { kind: 'Cast', operand: expression, type, span: expression.span } };
  }) satisfies ResultNode['values'];
  const columns = shape.values.map((column, i) => ({ ...column, type: types[i] ?? column.type }));
  return { ...planned, root: { ...root, values }, shape: { ...shape, values: columns } };
}

/** The sink's type where a column is cast to it. */
function wider(
  column: Column,
  result: ResultNode['values'][number] | undefined,
  sink: Column | undefined,
): DecimalType | undefined {
  if (result === undefined || sink?.type.kind !== 'DECIMAL' || sink.name !== column.name) return undefined;
  const from = ownType(column.type, result.expression);
  if (from === undefined || (from.precision === sink.type.precision && from.scale === sink.type.scale))
    return undefined;
  const fits =
    from.scale <= sink.type.scale && from.precision - from.scale <= sink.type.precision - sink.type.scale;
  return fits ? sink.type : undefined;
}

/** Of a number that stands alone the digits that it has; of other integers and doubles none are cast. */
function ownType(type: SqlType, expression: Expression): DecimalType | undefined {
  if (expression.kind !== 'IntegerLiteral' && expression.kind !== 'DoubleLiteral')
    return type.kind === 'DECIMAL' ? decimalOf(type) : undefined;
  const [whole = '', fraction = ''] = new Big(String(expression.value)).toFixed().split('.');
  return decimal(whole.length + fraction.length, fraction.length);
}
