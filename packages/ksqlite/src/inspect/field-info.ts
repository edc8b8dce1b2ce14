import type { Column } from '../formats/codec.ts';
import type { HeaderColumn } from '../metastore/source.ts';
import type { SqlType } from '../types/sql-type.ts';

/** A column as ksqlDB's answers describe it. */
export interface FieldInfo {
  readonly name: string;
  readonly schema: SchemaInfo;
  /** Left out of value columns. */
  readonly type?: 'KEY' | 'HEADER';
  /** of `HEADER('x')`: x */
  readonly headerKey?: string;
}

export interface SchemaInfo {
  readonly type: string;
  /** of a STRUCT */
  readonly fields: readonly FieldInfo[] | null;
  /** of an ARRAY's elements, a MAP's values */
  readonly memberSchema: SchemaInfo | null;
  /** of a DECIMAL */
  readonly parameters?: { readonly precision: number; readonly scale: number };
}

/** Key columns first. */
export const fieldInfos = (
  keys: readonly Column[],
  values: readonly Column[],
  headers: readonly HeaderColumn[] = [],
): readonly FieldInfo[] => [
  ...keys.map((column) => ({ ...fieldInfo(column), type: 'KEY' as const })),
  ...values.map(fieldInfo),
  ...headers.map((column) => ({
    ...fieldInfo(column),
    type: 'HEADER' as const,
    ...(column.header === undefined ? {} : { headerKey: column.header }),
  })),
];

const fieldInfo = ({ name, type }: Column): FieldInfo => ({ name, schema: schemaInfo(type) });

export function schemaInfo(type: SqlType): SchemaInfo {
  const scalar = { type: type.kind, fields: null, memberSchema: null };
  switch (type.kind) {
    case 'STRUCT':
      return { ...scalar, fields: type.fields.map(fieldInfo) };
    case 'ARRAY':
      return { ...scalar, memberSchema: schemaInfo(type.element) };
    case 'MAP':
      return { ...scalar, memberSchema: schemaInfo(type.value) };
    case 'DECIMAL':
      return { ...scalar, parameters: { precision: type.precision, scale: type.scale } };
    default:
      return scalar;
  }
}
