import type { DataSchema, DataValue } from '../../data.ts';

/** How the text of a column becomes a value (Debezium's PostgresValueConverter). */
export interface ColumnType {
  /** Without `optional`. */
  readonly schema: DataSchema;
  /** @throws UnfitValue where the schema has no such value */
  readonly read: (text: string) => DataValue;
  /** Stands for a long value that did not change. */
  readonly unavailable?: DataValue;
  /** Where a column must have a value and has no constant default. */
  readonly zero?: DataValue;
}

/** A value that the column's schema can't say, such as NaN in a DECIMAL. */
export class UnfitValue extends Error {
  override readonly name = 'UnfitValue';
}
