import type { ColumnReference, Expression, IntegerLiteral } from '../../../src/sql/ast/expression.ts';
import type { Identifier } from '../../../src/sql/ast/span.ts';

/** Nodes as the parser makes them, all at the same place: compare their `meaning`. */
export const span = { start: 0, end: 0 };
export const name = (text: string): Identifier => ({ text, quoted: false, span });
export const column = (text: string, source?: string): ColumnReference => ({
  kind: 'ColumnReference',
  source: source === undefined ? undefined : name(source),
  name: name(text),
  span,
});
export const integer = (value: number | bigint): IntegerLiteral => ({
  kind: 'IntegerLiteral',
  value: BigInt(value),
  span,
});
export const text = (value: string): Expression => ({ kind: 'StringLiteral', value, span });
