import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { BoundFunction, FunctionContext, RuntimeArgument } from '../scalar-function.ts';
import type { Parameter } from './parameter.ts';

/** What is known once a variant has been chosen. */
export interface Resolution {
  /** The type of each argument, undefined for the NULL literal and for lambdas. */
  readonly types: readonly (SqlType | undefined)[];
  /** The value of each argument that is a literal. */
  readonly literals: readonly (SqlValue | undefined)[];
  /** What the generic names stand for. */
  readonly generics: ReadonlyMap<string, SqlType>;
  readonly context: FunctionContext;
}

export type AnyParameter = Parameter<never, boolean>;

/** What arguments a function takes. */
export interface Signature {
  readonly parameters: readonly AnyParameter[];
  /** Whether the last parameter may be repeated, or left out. */
  readonly variadic: boolean;
}

/** One signature of a function and its code. */
export interface Variant extends Signature {
  /** The type of the result follows from those of the arguments. */
  readonly derivesType?: boolean;
  /** undefined where the signature fits but the types have no answer (COALESCE of nothing but NULLs). */
  readonly bind: (resolution: Resolution) => BoundFunction | undefined;
}

/** The type of a call: fixed, or worked out from its arguments. */
export type Returns = SqlType | ((resolution: Resolution) => SqlType | undefined);

// biome-ignore format: one line a case reads best
type Present<P> = P extends Parameter<infer V, boolean> ? V : never;
type Maybe<P> =
  P extends Parameter<infer V, true> ? V : P extends Parameter<infer V, false> ? V | null : never;
type PresentValues<P extends readonly unknown[]> = { -readonly [K in keyof P]: Present<P[K]> };
type MaybeValues<P extends readonly unknown[]> = { -readonly [K in keyof P]: Maybe<P[K]> };

const typeOf = (returns: Returns, resolution: Resolution): SqlType | undefined =>
  typeof returns === 'function' ? returns(resolution) : returns;

function variant(
  parameters: readonly AnyParameter[],
  variadic: boolean,
  returns: Returns,
  code: (resolution: Resolution) => BoundFunction['call'],
): Variant {
  return {
    parameters,
    variadic,
    derivesType: typeof returns === 'function',
    bind: (resolution) => {
      const type = typeOf(returns, resolution);
      return type === undefined ? undefined : { returns: type, call: code(resolution) };
    },
  };
}

/** The code sees NULLs. */
export const nullable = <const P extends readonly Parameter<never, boolean>[]>(
  parameters: P,
  returns: Returns,
  call: (...values: MaybeValues<P>) => SqlValue,
): Variant => variant(parameters, false, returns, () => call as BoundFunction['call']);

/** A NULL argument makes the result NULL; the code sees values only. */
export const strict = <const P extends readonly Parameter<never, boolean>[]>(
  parameters: P,
  returns: Returns,
  call: (...values: PresentValues<P>) => SqlValue,
): Variant => {
  const guarded = nullOnNull(call as (...values: never[]) => SqlValue, parameters.length);
  return variant(parameters, false, returns, () => guarded);
};

/** As `nullable`, for code that depends on the argument types or on literals: built once a call site. */
export const typed = <const P extends readonly Parameter<never, boolean>[]>(
  parameters: P,
  returns: Returns,
  code: (resolution: Resolution) => (...values: MaybeValues<P>) => SqlValue,
): Variant => variant(parameters, false, returns, code as (resolution: Resolution) => BoundFunction['call']);

/** As `strict`, for code that depends on the argument types or on literals. */
export const strictTyped = <const P extends readonly Parameter<never, boolean>[]>(
  parameters: P,
  returns: Returns,
  code: (resolution: Resolution) => (...values: PresentValues<P>) => SqlValue,
): Variant =>
  variant(parameters, false, returns, (resolution) =>
    nullOnNull(code(resolution) as (...values: never[]) => SqlValue, parameters.length),
  );

/** `fixed` parameters, then any number of `rest`; the code sees NULLs. */
export const variadic = (
  fixed: readonly AnyParameter[],
  rest: AnyParameter,
  returns: Returns,
  code: (resolution: Resolution) => (...values: never[]) => SqlValue,
): Variant => variant([...fixed, rest], true, returns, code);

type Code = (...values: RuntimeArgument[]) => SqlValue;

/** NULL when an argument is NULL. Written out by arity: a call allocates nothing. */
function nullOnNull(call: (...values: never[]) => SqlValue, arity: number): BoundFunction['call'] {
  const code = call as Code;
  switch (arity) {
    case 0:
      return code;
    case 1:
      return (a: RuntimeArgument) => (a === null ? null : code(a));
    case 2:
      return (a: RuntimeArgument, b: RuntimeArgument) => (a === null || b === null ? null : code(a, b));
    case 3:
      return (a: RuntimeArgument, b: RuntimeArgument, c: RuntimeArgument) =>
        a === null || b === null || c === null ? null : code(a, b, c);
    default:
      return (...values: RuntimeArgument[]) => (values.includes(null) ? null : code(...values));
  }
}

/** Names for what a call returns. */
export const genericNamed =
  (name: string): Returns =>
  ({ generics }) =>
    generics.get(name);
export const typeOfArgument =
  (index: number): Returns =>
  ({ types }) =>
    types[index];
