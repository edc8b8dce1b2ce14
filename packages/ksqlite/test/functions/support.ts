import type { BoundAggregate } from '../../src/functions/aggregate-function.ts';
import { builtinFunctions } from '../../src/functions/builtin-functions.ts';
import type {
  Argument,
  BoundFunction,
  FunctionContext,
  RuntimeArgument,
  ValueArgument,
} from '../../src/functions/scalar-function.ts';
import * as types from '../../src/types/sql-type.ts';
import type { SqlValue } from '../../src/types/sql-value.ts';

/** 2026-11-22T00:00:00Z */
export const NOW = 1_795_305_600_000;
export const context: FunctionContext = { now: () => NOW, random: () => 0.5 };

/** An argument of a test: its type (undefined: the NULL literal) and its value, taken as a literal. */
export interface Given {
  readonly argument: Argument;
  readonly value: RuntimeArgument;
}

export const given = (type: types.SqlType | undefined, value: SqlValue): Given => ({
  argument: { kind: 'value', type, literal: value },
  value,
});

const of =
  (type: types.SqlType) =>
  (value: SqlValue): Given =>
    given(type, value);

export const NULL = given(undefined, null);
export const bool = of(types.BOOLEAN);
export const int = of(types.INTEGER);
export const bigint = of(types.BIGINT);
export const double = of(types.DOUBLE);
export const text = of(types.STRING);
export const bytes = of(types.BYTES);
export const date = of(types.DATE);
export const time = of(types.TIME);
export const timestamp = of(types.TIMESTAMP);
export const decimal = (precision: number, scale: number, value: SqlValue): Given =>
  given(types.decimal(precision, scale), value);
export const ints = of(types.array(types.INTEGER));
export const texts = of(types.array(types.STRING));
export const doubles = of(types.array(types.DOUBLE));

/** A lambda whose body has the given type. */
export const lambda = (
  body: types.SqlType | undefined,
  code: (...values: never[]) => SqlValue,
  arity = code.length,
): Given => ({
  argument: { kind: 'lambda', arity, resolve: () => body },
  value: code as (...values: SqlValue[]) => SqlValue,
});

export function bindScalar(name: string, args: readonly Given[]): BoundFunction | undefined {
  return builtinFunctions.scalar(name)?.bind(
    args.map(({ argument }) => argument),
    context,
  );
}

export function callScalar(name: string, args: readonly Given[]): SqlValue {
  const bound = bindScalar(name, args);
  if (bound === undefined) throw new TypeError(`${name} does not take these arguments`);
  return (bound.call as (...values: RuntimeArgument[]) => SqlValue)(...args.map(({ value }) => value));
}

export type ScalarCase = readonly [args: readonly Given[], expected: unknown];
export const REFUSED = Symbol('does not bind');
export const FAILS = Symbol('throws');

const shown = (value: unknown): string =>
  JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}n` : part)) ?? String(value);

/** A test a case: what a call gives, that it is REFUSED when planned, or that it FAILS at run time. */
export function testScalar(name: string, cases: readonly ScalarCase[]): void {
  describe(name, () => {
    test.each(cases.map(([args, expected], i) => ({ args, expected, i })))(
      'case $i',
      ({ args, expected }) => {
        const values = args.map(({ value }) => shown(value)).join(', ');
        if (expected === REFUSED)
          expect({ values, bound: bindScalar(name, args) }).toEqual({ values, bound: undefined });
        else if (expected === FAILS) expect(() => callScalar(name, args)).toThrow();
        else expect({ values, result: callScalar(name, args) }).toEqual({ values, result: expected });
      },
    );
  });
}

export const typeOfCall = (name: string, args: readonly Given[]): string | undefined => {
  const returns = bindScalar(name, args)?.returns;
  return returns && types.formatType(returns);
};

export const argumentOf = (type: types.SqlType | undefined, literal?: SqlValue): ValueArgument => ({
  kind: 'value',
  type,
  literal,
});

export function bindAggregate(
  name: string,
  args: readonly ValueArgument[],
  withContext?: FunctionContext,
): BoundAggregate {
  const bound = builtinFunctions.aggregate(name)?.bind(args, withContext);
  if (bound === undefined) throw new TypeError(`${name} does not take these arguments`);
  return bound;
}

/** The state after rows of one column. */
export const stateOf = (aggregate: BoundAggregate, values: readonly SqlValue[]): SqlValue =>
  values.reduce<SqlValue>((state, value) => aggregate.add(state, [value]), aggregate.initial);

export const resultOf = (aggregate: BoundAggregate, values: readonly SqlValue[]): SqlValue =>
  aggregate.result(stateOf(aggregate, values));

/** The result of two sessions that were merged. */
export const mergedResult = (
  aggregate: BoundAggregate,
  first: readonly SqlValue[],
  second: readonly SqlValue[],
): SqlValue => {
  const a = stateOf(aggregate, first);
  const b = stateOf(aggregate, second);
  if (aggregate.merge === undefined) throw new TypeError('no merge');
  return aggregate.result(aggregate.merge(a, b));
};
