import type { Expression } from '../sql/ast/expression.ts';
import type { FromInput } from './from-clause.ts';

/** Whether the input is keyed by this column, and by nothing else. */
export const isKeyOf = (input: FromInput, key: Expression): boolean =>
  key.kind === 'ColumnReference' &&
  input.source.keys.length === 1 &&
  input.source.keys[0]?.name === key.name.text;
