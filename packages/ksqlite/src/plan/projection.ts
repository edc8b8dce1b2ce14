import type { Compiled, Scope } from '../expressions/compiled.ts';
import type { Column } from '../formats/codec.ts';
import type { NamedExpression } from '../operators/stateless/row-maker.ts';
import { type Planning, refusal } from './planning.ts';
import type { SelectColumn } from './select-items.ts';

/** A SELECT list, compiled. */
export interface Projection {
  readonly columns: readonly Column[];
  /** An expression a column. */
  readonly expressions: readonly NamedExpression[];
}

/** Throws KsqlError for a column without a type. */
export function projection(planning: Planning, items: readonly SelectColumn[], scope: Scope): Projection {
  const columns: Column[] = [];
  const expressions: NamedExpression[] = [];
  for (const { name, expression, span } of items) {
    const { type, evaluate }: Compiled = planning.compile(expression, scope);
    if (type === undefined)
      throw refusal(
        planning,
        'SQL_INVALID',
        span,
        `The type of column ${name} is not known: it is NULL.`,
        'CAST(NULL AS …) gives it one',
      );
    columns.push({ name, type });
    expressions.push({ name, evaluate });
  }
  return { columns, expressions };
}
