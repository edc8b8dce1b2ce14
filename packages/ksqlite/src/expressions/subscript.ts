import type { Subscript } from '../sql/ast/expression.ts';
import { type ArrayType, formatType, type MapType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';
import type { Compiled } from './compiled.ts';
import type { Compiler } from './compiler.ts';
import { present, throwing } from './errors/failures.ts';
import { typeError, typeName } from './errors/type-error.ts';

/**
 * `array[i]`, from 1, from the end when negative; `map[key]`. NULL for what is not there, and when the base is NULL.
 * Throws KsqlError SQL_TYPE when the base is neither, or the index is not of the right type.
 */
export function compileSubscript(compiler: Compiler, expression: Subscript): Compiled {
  const base = compiler.compile(expression.base);
  switch (base.type?.kind) {
    case 'ARRAY':
      return element(compiler, expression, base, base.type);
    case 'MAP':
      return entry(compiler, expression, base, base.type);
    default:
      throw typeError(
        compiler,
        expression.span,
        `${typeName(base.type)} is neither ARRAY nor MAP: it takes no […]`,
        base.type?.kind === 'STRUCT' ? 'The field of a STRUCT is struct->field.' : undefined,
      );
  }
}

function element(compiler: Compiler, { index }: Subscript, base: Compiled, type: ArrayType): Compiled {
  const position = compiler.compile(index);
  if (position.type?.kind !== 'INTEGER' && position.type?.kind !== 'BIGINT') {
    throw typeError(
      compiler,
      index.span,
      `An ARRAY is asked with an INTEGER, not ${typeName(position.type)}`,
    );
  }
  const { evaluate } = base;
  const at = present(compiler, position, index.span, 'The index is NULL');
  return {
    type: type.element,
    evaluate: (record) => {
      const items = evaluate(record) as readonly SqlValue[] | null;
      if (items === null) return null;
      const i = Number(at(record));
      return items[i >= 0 ? i - 1 : items.length + i] ?? null;
    },
  };
}

function entry(compiler: Compiler, { index }: Subscript, base: Compiled, type: MapType): Compiled {
  const key = compiler.compile(index);
  if (key.type?.kind !== type.key.kind) {
    throw typeError(
      compiler,
      index.span,
      `The keys of this MAP are ${formatType(type.key)}, not ${typeName(key.type)}`,
      `CAST(… AS ${formatType(type.key)}) makes one of it.`,
    );
  }
  const { evaluate } = base;
  const keyOf = throwing(compiler, key, index.span);
  return {
    type: type.value,
    evaluate: (record) => {
      const entries = evaluate(record) as ReadonlyMap<SqlValue, SqlValue> | null;
      return entries === null ? null : (entries.get(keyOf(record)) ?? null);
    },
  };
}
