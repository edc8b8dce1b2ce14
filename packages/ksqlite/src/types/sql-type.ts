/** The types of ksqlDB's SQL. Structural, immutable, compared with `sameType`. */
export type SqlType = ScalarType | DecimalType | ArrayType | MapType | StructType;

export type ScalarKind =
  | 'BOOLEAN'
  | 'INTEGER'
  | 'BIGINT'
  | 'DOUBLE'
  | 'STRING'
  | 'BYTES'
  | 'DATE'
  | 'TIME'
  | 'TIMESTAMP';

export interface ScalarType {
  readonly kind: ScalarKind;
}
export interface DecimalType {
  readonly kind: 'DECIMAL';
  readonly precision: number;
  readonly scale: number;
}
export interface ArrayType {
  readonly kind: 'ARRAY';
  readonly element: SqlType;
}
export interface MapType {
  readonly kind: 'MAP';
  readonly key: SqlType;
  readonly value: SqlType;
}
export interface StructType {
  readonly kind: 'STRUCT';
  readonly fields: readonly StructField[];
}
export interface StructField {
  readonly name: string;
  readonly type: SqlType;
}

const scalar = (kind: ScalarKind): ScalarType => Object.freeze({ kind });

export const BOOLEAN = scalar('BOOLEAN');
export const INTEGER = scalar('INTEGER');
export const BIGINT = scalar('BIGINT');
export const DOUBLE = scalar('DOUBLE');
export const STRING = scalar('STRING');
export const BYTES = scalar('BYTES');
export const DATE = scalar('DATE');
export const TIME = scalar('TIME');
export const TIMESTAMP = scalar('TIMESTAMP');
export const decimal = (precision: number, scale: number): DecimalType =>
  Object.freeze({ kind: 'DECIMAL', precision, scale });
export const array = (element: SqlType): ArrayType => Object.freeze({ kind: 'ARRAY', element });
export const map = (key: SqlType, value: SqlType): MapType => Object.freeze({ kind: 'MAP', key, value });
export const struct = (fields: readonly StructField[]): StructType =>
  Object.freeze({ kind: 'STRUCT', fields: Object.freeze([...fields]) });

/** Structural equality; field names are compared exactly, as ksqlDB does. */
export function sameType(a: SqlType, b: SqlType): boolean {
  if (a === b) return true;
  if (a.kind === 'DECIMAL' && b.kind === 'DECIMAL') return a.precision === b.precision && a.scale === b.scale;
  if (a.kind === 'ARRAY' && b.kind === 'ARRAY') return sameType(a.element, b.element);
  if (a.kind === 'MAP' && b.kind === 'MAP') return sameType(a.key, b.key) && sameType(a.value, b.value);
  if (a.kind === 'STRUCT' && b.kind === 'STRUCT') {
    const others = b.fields;
    return (
      a.fields.length === others.length &&
      a.fields.every((field, i) => {
        const other = others[i];
        return other !== undefined && field.name === other.name && sameType(field.type, other.type);
      })
    );
  }
  return a.kind === b.kind;
}

/** The type as ksqlDB prints it in schemas and messages: `STRUCT<`A` INTEGER, `b` ARRAY<STRING>>`. */
export function formatType(type: SqlType): string {
  switch (type.kind) {
    case 'DECIMAL':
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case 'ARRAY':
      return `ARRAY<${formatType(type.element)}>`;
    case 'MAP':
      return `MAP<${formatType(type.key)}, ${formatType(type.value)}>`;
    case 'STRUCT':
      return `STRUCT<${type.fields.map((f) => `\`${f.name}\` ${formatType(f.type)}`).join(', ')}>`;
    default:
      return type.kind;
  }
}

export const isNumeric = (type: SqlType): boolean =>
  type.kind === 'INTEGER' || type.kind === 'BIGINT' || type.kind === 'DOUBLE' || type.kind === 'DECIMAL';
