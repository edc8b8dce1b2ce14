import { isComparable } from '../../types/compare-values.ts';
import { BOOLEAN, type SqlType, type StructField, sameType } from '../../types/sql-type.ts';
import type { Argument, LambdaArgument } from '../scalar-function.ts';
import { isUnitOfTime } from '../values/time/unit-of-time.ts';
import { canCoerce } from './coercion.ts';
import type { Shape } from './parameter.ts';

type Generics = Map<string, SqlType>;

/** Whether an argument fits a parameter. Generic names met are bound in `generics`. */
export function accepts(shape: Shape, argument: Argument, generics: Generics, casts: boolean): boolean {
  if (argument.kind === 'lambda') {
    return shape.kind === 'lambda' && argument.arity === shape.parameters.length;
  }
  if (shape.kind === 'lambda') return false;
  if (shape.kind === 'unit') return typeof argument.literal === 'string' && isUnitOfTime(argument.literal);
  // The NULL literal fits everything and binds nothing.
  return argument.type === undefined || acceptsType(shape, argument.type, generics, casts);
}

function acceptsType(shape: Shape, type: SqlType, generics: Generics, casts: boolean): boolean {
  switch (shape.kind) {
    case 'scalar':
      return type.kind === shape.base || (casts && canCoerce(type.kind, shape.base));
    case 'generic': {
      const bound = generics.get(shape.name);
      if (bound !== undefined) return sameType(bound, type);
      if (shape.comparable && !isComparable(type)) return false;
      generics.set(shape.name, type);
      return true;
    }
    case 'array':
      return type.kind === 'ARRAY' && acceptsType(shape.element, type.element, generics, casts);
    case 'map':
      // Keys are strings; a map's key is never cast.
      return (
        type.kind === 'MAP' &&
        acceptsType(shape.key, type.key, generics, false) &&
        acceptsType(shape.value, type.value, generics, casts)
      );
    case 'struct':
      return type.kind === 'STRUCT' && acceptsFields(shape.fields, type.fields, generics);
    default:
      return false;
  }
}

/**
 * Fields by name, in whatever order, none of them cast; a STRUCT without fields fits any other (ksqlDB's
 * ParamTypes.isStructCompatible).
 */
function acceptsFields(
  shapes: ReadonlyMap<string, Shape>,
  fields: readonly StructField[],
  generics: Generics,
): boolean {
  if (shapes.size === 0 || fields.length === 0) return true;
  if (shapes.size !== fields.length) return false;
  return fields.every(({ name, type }) => {
    const shape = shapes.get(name);
    return shape !== undefined && acceptsType(shape, type, generics, false);
  });
}

/** Types a lambda's body from its parameters and checks that it gives what the function needs of it. */
export function resolveLambda(
  shape: Shape & { kind: 'lambda' },
  argument: LambdaArgument,
  generics: Generics,
): boolean {
  const parameters = shape.parameters.map((parameter) => applied(parameter, generics));
  if (parameters.some((type) => type === undefined)) return false;
  const body = argument.resolve(parameters as SqlType[]);
  if (body === undefined) return true;
  return shape.returns.kind === 'generic'
    ? acceptsType(shape.returns, body, generics, false)
    : sameType(body, BOOLEAN);
}

const applied = (shape: Shape, generics: Generics): SqlType | undefined =>
  shape.kind === 'generic' ? generics.get(shape.name) : undefined;

/** How many of the parameters mention a generic: the more concrete signature wins. */
export const hasGenerics = (shape: Shape): boolean => {
  switch (shape.kind) {
    case 'generic':
      return true;
    case 'array':
      return hasGenerics(shape.element);
    case 'map':
      return hasGenerics(shape.key) || hasGenerics(shape.value);
    case 'struct':
      return [...shape.fields.values()].some(hasGenerics);
    case 'lambda':
      return shape.parameters.some(hasGenerics) || hasGenerics(shape.returns);
    default:
      return false;
  }
};
