import type { Expression, StringLiteral } from '../../sql/ast/expression.ts';
import { array, isNumeric, map, type SqlType, sameType, struct } from '../../types/sql-type.ts';
import type { Compiled } from '../compiled.ts';
import type { Compiler } from '../compiler.ts';
import { constant, isConstant } from '../constants/constant.ts';
import { isLiteral } from '../constants/literal.ts';
import { typeError, typeName } from '../errors/type-error.ts';
import { castTo } from './cast-expression.ts';
import { coercion } from './coerce.ts';
import { commonOfTwo } from './common-type.ts';
import { numericTextType } from './numeric-text.ts';
import { isBoolean } from './parse-text.ts';

/**
 * The expressions of a list as ones of a common type, for IN, ARRAY and MAP. The first that is not NULL leads:
 * numbers widen, STRUCTs take in each other's fields, and literals are read as what is needed (`'12.5'` among
 * numbers). undefined when all are NULL literals. (ksqlDB's CoercionUtil.)
 *
 * Throws KsqlError SQL_TYPE when there is no common type.
 */
export function unify(
  compiler: Compiler,
  expressions: readonly Expression[],
): { readonly type: SqlType; readonly items: readonly Compiled[] } | undefined {
  const type = foldTypes(compiler, expressions, undefined);
  return type && { type, items: expressions.map((expression) => convert(compiler, expression, type)) };
}

function foldTypes(
  compiler: Compiler,
  expressions: readonly Expression[],
  start: SqlType | undefined,
): SqlType | undefined {
  return expressions.reduce((common, expression) => widen(compiler, expression, common), start);
}

function widen(compiler: Compiler, expression: Expression, common: SqlType | undefined): SqlType | undefined {
  const { type } = compiler.compile(expression);
  if (type === undefined) return common;
  if (common === undefined) return type;
  if (expression.kind === 'StringLiteral' && (isNumeric(common) || common.kind === 'BOOLEAN')) {
    return textType(compiler, expression, common);
  }
  const wider = constructorType(compiler, expression, type, common);
  const both = wider ?? commonOfTwo(type, common, isLiteral(expression));
  if (both !== undefined) return both;
  throw misfit(compiler, expression, type, common);
}

/** Constructors are looked into, so that the literals inside are read as what the others need. */
function constructorType(
  compiler: Compiler,
  expression: Expression,
  type: SqlType,
  common: SqlType,
): SqlType | undefined {
  if (expression.kind === 'ArrayConstructor' && common.kind === 'ARRAY') {
    const element = foldTypes(compiler, expression.items, common.element);
    return element && array(element);
  }
  if (expression.kind === 'MapConstructor' && common.kind === 'MAP') {
    const keys = expression.entries.map(({ key }) => key);
    const values = expression.entries.map(({ value }) => value);
    const key = foldTypes(compiler, keys, common.key);
    const value = foldTypes(compiler, values, common.value);
    return key && value && map(key, value);
  }
  if (expression.kind === 'StructConstructor' && type.kind === 'STRUCT' && common.kind === 'STRUCT') {
    const fields = type.fields.map((field, i) => {
      const other = common.fields.find(({ name }) => name === field.name);
      const value = expression.fields[i]?.value;
      return other === undefined || value === undefined
        ? field
        : { name: field.name, type: widen(compiler, value, other.type) ?? field.type };
    });
    return struct([
      ...fields,
      ...common.fields.filter(({ name }) => !fields.some((field) => field.name === name)),
    ]);
  }
  return undefined;
}

/** A text among numbers or BOOLEANs must be one. */
function textType(compiler: Compiler, { value, span }: StringLiteral, common: SqlType): SqlType {
  const type = common.kind === 'BOOLEAN' ? isBoolean(value) && common : numericTextType(value, common);
  if (type) return type;
  throw typeError(compiler, span, `'${value}' is not of type ${typeName(common)}, as the others are`);
}

function convert(compiler: Compiler, expression: Expression, target: SqlType): Compiled {
  const compiled = compiler.compile(expression);
  const { type } = compiled;
  if (type === undefined) return constant(target, null);
  if (sameType(type, target)) return compiled;
  if (!isLiteral(expression) || !isConstant(compiled)) {
    const cast = castTo(compiler, compiled, target, expression.span);
    if (cast !== undefined) return cast;
    throw misfit(compiler, expression, type, target);
  }
  const value = literalAs(compiled, type, target);
  if (value !== undefined) return constant(target, value);
  throw misfit(compiler, expression, type, target);
}

function literalAs({ constant: value }: Compiled, type: SqlType, target: SqlType): Compiled['constant'] {
  try {
    return value === undefined ? undefined : coercion(type, target, true)?.(value);
  } catch {
    return undefined;
  }
}

function misfit(compiler: Compiler, expression: Expression, type: SqlType, common: SqlType): Error {
  return typeError(
    compiler,
    expression.span,
    `${typeName(type)} does not go together with ${typeName(common)}`,
    `All must be of one type: CAST(… AS ${typeName(common)}) makes it so.`,
  );
}
