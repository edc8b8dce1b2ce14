import type { SqlType } from '../../types/sql-type.ts';
import type { Argument } from '../scalar-function.ts';
import { accepts, hasGenerics, resolveLambda } from './match.ts';
import type { AnyParameter, Signature } from './variant.ts';

export interface Choice<V extends Signature> {
  readonly variant: V;
  readonly generics: ReadonlyMap<string, SqlType>;
}

/**
 * Chooses among a function's signatures as ksqlDB does: those that fit without a cast first, then those that fit
 * with; among several the one without a repeated parameter, then the longer, then the one with fewer generics. A tie
 * is ambiguous and chooses nothing: `GREATEST(INT, BIGINT)` could mean three things.
 */
export function chooseVariant<V extends Signature>(
  variants: readonly V[],
  args: readonly Argument[],
): Choice<V> | undefined {
  for (const casts of [false, true]) {
    const fitting = variants.flatMap((variant) => match(variant, args, casts) ?? []);
    if (fitting.length > 0) return best(fitting);
  }
  return undefined;
}

/** The parameter that the argument at `index` goes to. */
export function parameterAt(variant: Signature, index: number): AnyParameter | undefined {
  const last = variant.parameters.length - 1;
  return variant.parameters[variant.variadic ? Math.min(index, last) : index];
}

function match<V extends Signature>(
  variant: V,
  args: readonly Argument[],
  casts: boolean,
): Choice<V> | undefined {
  const count = variant.parameters.length;
  if (variant.variadic ? args.length < count - 1 : args.length !== count) return undefined;
  const generics = new Map<string, SqlType>();
  const fits = args.every((argument, i) => {
    const parameter = parameterAt(variant, i);
    return parameter !== undefined && accepts(parameter.shape, argument, generics, casts);
  });
  // Lambdas come last: their parameters take their types from the other arguments.
  return fits && lambdasFit(variant, args, generics) ? { variant, generics } : undefined;
}

function lambdasFit(variant: Signature, args: readonly Argument[], generics: Map<string, SqlType>): boolean {
  return args.every((argument, i) => {
    if (argument.kind !== 'lambda') return true;
    const shape = parameterAt(variant, i)?.shape;
    return shape?.kind === 'lambda' && resolveLambda(shape, argument, generics);
  });
}

function best<V extends Signature>(choices: readonly Choice<V>[]): Choice<V> | undefined {
  const sorted = [...choices].sort((a, b) => compare(b.variant, a.variant));
  const [first, second] = sorted;
  return first !== undefined && second !== undefined && compare(first.variant, second.variant) === 0
    ? undefined
    : first;
}

function compare(a: Signature, b: Signature): number {
  return (
    Number(b.variadic) - Number(a.variadic) ||
    a.parameters.length - b.parameters.length ||
    generics(b) - generics(a)
  );
}

const generics = (variant: Signature): number =>
  variant.parameters.filter((p) => hasGenerics(p.shape)).length;
