import type { Expression } from '../../sql/ast/expression.ts';
import { formatExpression } from '../../sql/printer/format-expression.ts';
import type { JoinInput } from '../analysed-query.ts';

/** Whether the input is keyed by this expression, and by nothing else. */
export const isKeyOf = (input: JoinInput, key: Expression): boolean =>
  input.from === 'joins'
    ? input.keyedBy.some((known) => sameExpression(known, key))
    : key.kind === 'ColumnReference' &&
      input.source.keys.length === 1 &&
      input.source.keys[0]?.name === key.name.text;

/** Both say the same of a record; at each column its source's alias is written out. */
export const sameExpression = (a: Expression, b: Expression): boolean =>
  formatExpression(a) === formatExpression(b);
