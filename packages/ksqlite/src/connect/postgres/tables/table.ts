import type { DataSchema, DataValue } from '../../data.ts';
import type { ColumnType } from '../types/column-type.ts';

/** A table as it is published: which columns, how they are read, and the schemas of its records. */
export interface Table {
  readonly schema: string;
  readonly name: string;
  readonly topic: string;
  readonly columns: readonly Column[];
  /** Of the columns; empty: its records have no key. */
  readonly keys: readonly Column[];
  readonly keySchema: DataSchema;
  readonly envelopeSchema: DataSchema;
}

export interface Column {
  readonly name: string;
  /** Where its value is in a tuple. */
  readonly index: number;
  readonly type: ColumnType;
  readonly optional: boolean;
  readonly schema: DataSchema;
  /** Of NULL; where a column is never null, of a value that the server did not send: all but the key of an old row. */
  readonly absent: DataValue;
}

/** What the server's catalogue says of a table that a tuple does not. */
export interface TableFacts {
  readonly columns: ReadonlyMap<string, ColumnFacts>;
  /** Names, in the order of the primary key, or of a unique index on columns that are never null. */
  readonly key: readonly string[];
}
export interface ColumnFacts {
  readonly optional: boolean;
  /** As pg_get_expr prints it. */
  readonly expression: string | null;
}

/** A default that the schema names: a constant, or a zero where a column must have a value and the server computes it. */
export function defaultOf({ optional, expression }: ColumnFacts, type: ColumnType): DataValue | undefined {
  if (expression === null) return undefined;
  const [, quotedText, plain] =
    /^'((?:[^']|'')*)'(?:::[\w ".[\]()]+)?$|^\(?(-?[\d.]+|true|false)\)?(?:::[\w ".[\]()]+)?$/.exec(
      expression,
    ) ?? [];
  const text = quotedText?.replaceAll("''", "'") ?? plain?.replace(/^(t|f)(?:rue|alse)$/, '$1');
  if (text === undefined) return optional ? undefined : type.zero;
  try {
    return type.read(text);
  } catch {
    return undefined;
  }
}

/** Debezium's fallback. */
export function absentOf(
  optional: boolean,
  byDefault: DataValue | undefined,
  { schema, zero }: ColumnType,
): DataValue {
  if (optional) return null;
  if (byDefault !== undefined) return byDefault;
  if (zero !== undefined) return zero;
  if (schema.type === 'string') return '';
  if (schema.type === 'bytes') return new Uint8Array(0);
  return schema.type === 'array' ? [] : null;
}
