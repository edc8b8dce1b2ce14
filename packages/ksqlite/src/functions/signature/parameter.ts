import type { Big } from 'big.js';
import type { ScalarKind } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';

/** What a parameter accepts. Generic names (`T`) are bound by the first argument they meet and must agree after. */
export type Shape =
  | { readonly kind: 'scalar'; readonly base: ScalarKind | 'DECIMAL' }
  | { readonly kind: 'generic'; readonly name: string; readonly comparable: boolean }
  | { readonly kind: 'array'; readonly element: Shape }
  | { readonly kind: 'map'; readonly key: Shape; readonly value: Shape }
  | { readonly kind: 'struct'; readonly fields: ReadonlyMap<string, Shape> }
  | { readonly kind: 'unit' }
  | { readonly kind: 'lambda'; readonly parameters: readonly Shape[]; readonly returns: Shape };

/**
 * A parameter of a signature. `V` is what a present value looks like at run time; it exists for the compiler only, so
 * that an implementation's parameters are checked against its signature.
 */
export interface Parameter<V, Required extends boolean = false> {
  readonly shape: Shape;
  readonly label: string;
  /** A primitive parameter of ksqlDB's Java: NULL there is an error of the record, not a value. */
  readonly required: Required;
  readonly witness?: (value: V) => void;
}

const parameter = <V>(shape: Shape, label: string): Parameter<V> => ({ shape, label, required: false });
const scalar = <V>(base: ScalarKind | 'DECIMAL', label: string = base): Parameter<V> =>
  parameter({ kind: 'scalar', base }, label);

export const bool = scalar<boolean>('BOOLEAN');
export const int = scalar<number>('INTEGER', 'INT');
export const bigint = scalar<number | bigint>('BIGINT');
export const double = scalar<number>('DOUBLE');
export const decimal = scalar<Big>('DECIMAL');
export const text = scalar<string>('STRING');
export const bytes = scalar<Buffer>('BYTES');
export const date = scalar<number>('DATE');
export const time = scalar<number>('TIME');
export const timestamp = scalar<number>('TIMESTAMP');

/** A bare unit of time such as DAYS: the analyser hands it over as a STRING literal of the unit's name. */
export const unit = parameter<string>({ kind: 'unit' }, 'TIMEUNIT');

export const generic = (name: string): Parameter<SqlValue> =>
  parameter({ kind: 'generic', name, comparable: false }, name);
/** A generic that only types with an order fit. */
export const comparable = (name: string): Parameter<SqlValue> =>
  parameter({ kind: 'generic', name, comparable: true }, name);

export const arrayOf = <V>(element: Parameter<V>): Parameter<readonly (V | null)[]> =>
  parameter({ kind: 'array', element: element.shape }, `ARRAY<${element.label}>`);

export const mapOf = <V>(
  key: Parameter<never>,
  value: Parameter<V>,
): Parameter<ReadonlyMap<string, V | null>> =>
  parameter({ kind: 'map', key: key.shape, value: value.shape }, `MAP<${key.label}, ${value.label}>`);

export const lambda = (
  parameters: readonly Parameter<never>[],
  returns: Parameter<never>,
): Parameter<(...values: SqlValue[]) => SqlValue> =>
  parameter(
    { kind: 'lambda', parameters: parameters.map((p) => p.shape), returns: returns.shape },
    `LAMBDA (${parameters.map((p) => p.label).join(', ')}) => ${returns.label}`,
  );

/** The same parameter, refusing NULL at run time. */
export const required = <V>(of: Parameter<V>): Parameter<V, true> => ({
  shape: of.shape,
  label: of.label,
  required: true,
});
