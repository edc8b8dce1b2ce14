import type { Dereference } from '../sql/ast/expression.ts';
import { nearest } from '../sql/messages/nearest.ts';
import type { SqlValue } from '../types/sql-value.ts';
import type { Compiled } from './compiled.ts';
import type { Compiler } from './compiler.ts';
import { expressionError, typeError, typeName } from './errors/type-error.ts';

/**
 * `struct->field`; NULL when the STRUCT is. Throws KsqlError SQL_TYPE when the base is not a STRUCT, SQL_UNKNOWN_COLUMN
 * when it has no such field.
 */
export function compileDereference(compiler: Compiler, expression: Dereference): Compiled {
  const { type, evaluate } = compiler.compile(expression.base);
  const name = expression.field.text;
  if (type?.kind !== 'STRUCT') {
    const hint =
      type?.kind === 'MAP' ? `A MAP is asked with brackets: […]['${name}'].` : 'Only a STRUCT has fields.';
    throw typeError(compiler, expression.span, `${typeName(type)} has no field ${name}`, hint);
  }
  const index = type.fields.findIndex((field) => field.name === name);
  const field = type.fields[index];
  if (field === undefined) {
    const names = type.fields.map((known) => known.name);
    throw expressionError(
      compiler,
      'SQL_UNKNOWN_COLUMN',
      expression.field.span,
      `The STRUCT has no field ${name}`,
      `Its fields: ${names.join(', ')}.${didYouMean(name, names)}`,
    );
  }
  return {
    type: field.type,
    evaluate: (record) => {
      const base = evaluate(record);
      return base === null ? null : ((base as readonly SqlValue[])[index] ?? null);
    },
  };
}

function didYouMean(name: string, names: readonly string[]): string {
  const sameLetters = names.find((known) => known.toUpperCase() === name.toUpperCase());
  if (sameLetters !== undefined) return ` Names are upper case unless quoted: \`${sameLetters}\`.`;
  const near = nearest(name, names);
  return near === undefined ? '' : ` Did you mean ${near}?`;
}
