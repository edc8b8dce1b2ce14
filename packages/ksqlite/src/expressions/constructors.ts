import { inHashOrder } from '../functions/values/java/hash-map.ts';
import type {
  ArrayConstructor,
  Expression,
  MapConstructor,
  StructConstructor,
} from '../sql/ast/expression.ts';
import type { Span } from '../sql/ast/span.ts';
import { array, map, type SqlType, type StructType, struct } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';
import { unify } from './casts/unify.ts';
import type { Compiled, Evaluate } from './compiled.ts';
import type { Compiler } from './compiler.ts';
import { constant, isConstant } from './constants/constant.ts';
import { constantValue } from './constants/constant-value.ts';
import { guarded } from './errors/failures.ts';
import { typeError } from './errors/type-error.ts';

/** `ARRAY[a, b]` (differs: element-in-where). Throws KsqlError SQL_TYPE when it is empty or the items have no common type. */
export function compileArray(compiler: Compiler, expression: ArrayConstructor): Compiled {
  const plain = literalsOfOneType(expression.items);
  if (plain !== undefined) return plain;
  const { type, items } = common(compiler, expression.items, expression.span, 'An ARRAY');
  return { type: array(type), evaluate: listOf(compiler, items, expression.span, 'array item') };
}

/** An array may be written out with a hundred thousand numbers: nothing is compiled for each of them. */
function literalsOfOneType(items: readonly Expression[]): Compiled | undefined {
  const [first] = items;
  const type = first && constantValue(first)?.type;
  // decimals have digits of their own
  if (type === undefined || type.kind === 'DECIMAL') return undefined;
  const values: SqlValue[] = [];
  for (const item of items) {
    const literal = constantValue(item);
    if (literal?.type !== type) return undefined;
    values.push(literal.value);
  }
  return constant(array(type), values);
}

/** `MAP(k := v)`. Throws KsqlError SQL_TYPE when it is empty, or the keys or the values have no common type. */
export function compileMap(compiler: Compiler, expression: MapConstructor): Compiled {
  const { entries, span } = expression;
  const keys = common(
    compiler,
    entries.map(({ key }) => key),
    span,
    'The keys of a MAP',
  );
  const values = common(
    compiler,
    entries.map(({ value }) => value),
    span,
    'The values of a MAP',
  );
  const keysOf = keys.items.map((key) => element(compiler, key, span, 'map key'));
  const valuesOf = values.items.map((value) => element(compiler, value, span, 'map value'));
  return {
    type: map(keys.type, values.type),
    evaluate: (record) => {
      const result = new Map<string, SqlValue>();
      keysOf.forEach((key, i) => {
        // JSON has no other key for NULL, and neither has ksqlDB's output; differs: null-map-keys
        result.set((key(record) as string | null) ?? 'null', valuesOf[i]?.(record) ?? null);
      });
      return inHashOrder(result, keysOf.length);
    },
  };
}

/** `STRUCT(a := x)`. Throws KsqlError SQL_TYPE for a NULL literal, which has no type, and for a name given twice. */
export function compileStruct(compiler: Compiler, expression: StructConstructor): Compiled {
  const values = expression.fields.map((field) => compiler.compile(field.value));
  const names = new Set<string>();
  const fields = expression.fields.map((field, i) => {
    const type = values[i]?.type;
    const name = field.name.text;
    if (type === undefined) {
      throw typeError(
        compiler,
        field.value.span,
        `NULL gives the field ${name} no type`,
        'CAST(NULL AS …) gives one.',
      );
    }
    if (names.has(name)) throw typeError(compiler, field.name.span, `The field ${name} is there twice`);
    names.add(name);
    return { name, type };
  });
  const type = struct(fields);
  return {
    type,
    evaluate: structOfColumns(type, values) ?? listOf(compiler, values, expression.span, 'struct field'),
  };
}

/** A STRUCT of nothing but columns is made once for each record: several statements over one source make the same one. */
function structOfColumns(type: StructType, values: readonly Compiled[]): Evaluate | undefined {
  const columns = values.flatMap(({ shared }) => (shared === undefined ? [] : [shared]));
  return columns.length === values.length ? columns[0]?.structOf(type, columns) : undefined;
}

function common(
  compiler: Compiler,
  expressions: readonly Expression[],
  span: Span,
  what: string,
): { readonly type: SqlType; readonly items: readonly Compiled[] } {
  if (expressions.length === 0)
    throw typeError(compiler, span, `${what} cannot be empty`, 'Without an element it has no type.');
  const unified = unify(compiler, expressions);
  if (unified !== undefined) return unified;
  throw typeError(compiler, span, `${what} cannot be NULL only`, 'CAST one NULL to the type meant.');
}

function listOf(compiler: Compiler, items: readonly Compiled[], span: Span, part: string): Evaluate {
  const elements = items.map((item) => element(compiler, item, span, part));
  return (record) => elements.map((evaluate) => evaluate(record));
}

/** An element that fails is guarded by itself: the others stay, where a failure is NULL. */
const element = (compiler: Compiler, item: Compiled, span: Span, part: string): Evaluate =>
  isConstant(item) ? item.evaluate : guarded(compiler, item, span, part);
