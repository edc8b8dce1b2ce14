import type { Argument } from '../../functions/scalar-function.ts';
import { chooseVariant, parameterAt } from '../../functions/signature/choose-variant.ts';
import { coercion } from '../../functions/signature/coercion.ts';
import type { Shape } from '../../functions/signature/parameter.ts';
import { array, decimal, formatType, map, type SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { toJavaScript } from '../values/to-javascript.ts';
import { declaredType, invalid } from './declared.ts';
import type { OwnFunction, TypeProvider } from './own-function.ts';

/** A variant that takes the arguments of a call, and what makes its code's arguments of a record's values. */
export interface BoundArguments<F extends OwnFunction> {
  readonly variant: F;
  /** Of the arguments, for `resolvedType`. */
  readonly types: readonly (SqlType | undefined)[];
  /** undefined: it is not called, because a NULL is among the values. */
  readonly toArguments: (values: readonly SqlValue[]) => never[] | undefined;
}

/**
 * Chooses the variant as ksqlDB's UdfIndex does, casts included. undefined: none fits.
 *
 * @param variants of one function, of one kind
 */
export function bindArguments<F extends OwnFunction>(
  variants: readonly F[],
  args: readonly Argument[],
): BoundArguments<F> | undefined {
  const variant = chooseVariant(variants, args)?.variant;
  if (variant === undefined) return undefined;
  const types = args.map((argument) => (argument.kind === 'value' ? argument.type : undefined));
  const converts = types.map((type, i) => argumentConverter(parameterAt(variant, i)?.shape, type));
  return { variant, types, toArguments: converter(converts, variant.takesNull) };
}

/** A declared type, or the one that its provider gives for these arguments. Throws KsqlError FUNCTION_INVALID. */
export function resolvedType(
  { name }: OwnFunction,
  what: string,
  declaration: SqlType | TypeProvider,
  types: readonly (SqlType | undefined)[],
): SqlType {
  if (typeof declaration !== 'function') return declaration;
  const texts = types.map((type) => (type === undefined ? 'NULL' : formatType(type)));
  let text: string;
  try {
    text = declaration(...texts);
  } catch (error) {
    throw invalid(name, `${what} of (${texts.join(', ')}): ${(error as Error).message}`);
  }
  const type = typeof text === 'string' ? declaredType(name, `${what} of (${texts.join(', ')})`, text) : text;
  if (typeof type === 'function' || typeof text !== 'string')
    throw invalid(name, `${what} of (${texts.join(', ')}) is no text`);
  return type;
}

type Convert = (value: SqlValue) => unknown;
const asItIs: Convert = (value) => value;

function converter(
  converts: readonly Convert[],
  takesNull: boolean,
): BoundArguments<OwnFunction>['toArguments'] {
  const { length } = converts;
  return (values) => {
    const given = new Array<unknown>(length);
    for (let i = 0; i < length; i++) {
      const value = values[i] ?? null;
      if (value === null && !takesNull) return undefined;
      given[i] = (converts[i] as Convert)(value);
    }
    return given as never[];
  };
}

function argumentConverter(shape: Shape | undefined, type: SqlType | undefined): Convert {
  if (shape === undefined || type === undefined) return asItIs;
  const cast = coercion(type, shape);
  const give = toJavaScript(castType(shape, type), true) ?? asItIs;
  return cast === undefined ? (give as Convert) : (value) => give(cast(value));
}

/** What an argument is once it is cast: a whole number that becomes a DECIMAL has no digits behind the point. */
function castType(shape: Shape, type: SqlType): SqlType {
  switch (shape.kind) {
    case 'scalar':
      if (shape.base !== 'DECIMAL') return { kind: shape.base };
      return type.kind === 'DECIMAL' ? type : decimal(38, 0);
    case 'array':
      return type.kind === 'ARRAY' ? array(castType(shape.element, type.element)) : type;
    case 'map':
      return type.kind === 'MAP' ? map(type.key, castType(shape.value, type.value)) : type;
    default:
      return type;
  }
}
