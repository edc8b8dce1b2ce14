import type { SqlType } from '../../types/sql-type.ts';

/** `given`: what `db.query` gives; `taken`: what `db.insert` takes. */
export type Side = 'given' | 'taken';

/** Of each SQL type that is no composite: what is given, what is taken. The table is that of `Value`. */
const SCALARS: Readonly<
  Record<Exclude<SqlType['kind'], 'ARRAY' | 'MAP' | 'STRUCT'>, readonly [string, string]>
> = {
  BOOLEAN: ['boolean', 'boolean'],
  INTEGER: ['number', 'number | bigint'],
  BIGINT: ['number | bigint', 'number | bigint'],
  DOUBLE: ['number', 'number | bigint'],
  DECIMAL: ['string', 'string | number | bigint'],
  STRING: ['string', 'string'],
  BYTES: ['Buffer', 'Uint8Array | string'],
  TIMESTAMP: ['string', 'string'],
  DATE: ['string', 'string'],
  TIME: ['string', 'string'],
};

/** The TypeScript of a value that is not NULL. */
export function typeText(type: SqlType, side: Side): string {
  switch (type.kind) {
    case 'ARRAY':
      return `readonly (${orNull(type.element, side)})[]`;
    case 'MAP':
      return `{ readonly [key: string]: ${orNull(type.value, side)} }`;
    case 'STRUCT':
      return `{ ${type.fields.map(({ name, type: of }) => propertyText(name, of, side)).join('; ')} }`;
    default:
      return SCALARS[type.kind][side === 'given' ? 0 : 1];
  }
}

/** A column or a field that may be NULL. What is taken may be left out. */
export const propertyText = (name: string, type: SqlType, side: Side): string =>
  `readonly ${nameText(name)}${side === 'taken' ? '?' : ''}: ${orNull(type, side)}`;

/** A property's name. */
export const nameText = (name: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);

const orNull = (type: SqlType, side: Side): string =>
  `${typeText(type, side)} | null${side === 'taken' ? ' | undefined' : ''}`;
