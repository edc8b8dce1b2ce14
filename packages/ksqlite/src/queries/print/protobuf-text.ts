import type { Big } from 'big.js';
import { javaDouble } from '../../functions/values/java/java-double.ts';
import type { SqlType, StructType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { unscaledBytes } from './unscaled-bytes.ts';

/**
 * A message as protobuf's `TextFormat.shortDebugString` writes it: `A: 1 B { C: "x" }`. What a row does not tell apart is left out: a
 * field that is not set, and one that is set to what it would be without that (0, the empty text, false).
 */
export function protobufText(row: readonly SqlValue[], { fields }: StructType): string {
  return fields.flatMap(({ name, type }, i) => fieldText(name, type, row[i] ?? null)).join(' ');
}

function fieldText(name: string, type: SqlType, value: SqlValue): readonly string[] {
  if (value === null) return [];
  switch (type.kind) {
    case 'ARRAY':
      return (value as readonly SqlValue[]).map((item) => one(name, type.element, item));
    case 'MAP':
      return Array.from(value as ReadonlyMap<string, SqlValue>, ([key, item]) =>
        message(name, `key: ${quoted(Buffer.from(key))} ${one('value', type.value, item)}`),
      );
    default:
      return isUnset(value) ? [] : [one(name, type, value)];
  }
}

const isUnset = (value: SqlValue): boolean =>
  value === 0 ||
  value === '' ||
  value === false ||
  value === 0n ||
  (Buffer.isBuffer(value) && value.length === 0);

const message = (name: string, text: string): string => (text === '' ? `${name} { }` : `${name} { ${text} }`);

function one(name: string, type: SqlType, value: SqlValue): string {
  switch (type.kind) {
    case 'STRUCT':
      return message(name, protobufText((value ?? []) as readonly SqlValue[], type));
    case 'STRING':
      return `${name}: ${quoted(Buffer.from(String(value ?? '')))}`;
    case 'BYTES':
      return `${name}: ${quoted((value ?? Buffer.alloc(0)) as Buffer)}`;
    case 'DOUBLE':
      return `${name}: ${doubleText(Number(value))}`;
    case 'DECIMAL': {
      const unscaled = quoted(unscaledBytes(value as Big, type.scale));
      return message(name, `value: ${unscaled} precision: ${type.precision}${ofNumber('scale', type.scale)}`);
    }
    case 'TIMESTAMP': {
      const seconds = Math.floor(Number(value) / 1000);
      return message(name, numbers({ seconds, nanos: (Number(value) - seconds * 1000) * 1_000_000 }));
    }
    case 'DATE': {
      const date = new Date(Number(value) * 86_400_000);
      return message(
        name,
        numbers({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }),
      );
    }
    case 'TIME': {
      const seconds = Math.floor(Number(value) / 1000);
      return message(
        name,
        numbers({
          hours: Math.floor(seconds / 3600),
          minutes: Math.floor(seconds / 60) % 60,
          seconds: seconds % 60,
          nanos: (Number(value) % 1000) * 1_000_000,
        }),
      );
    }
    default:
      return `${name}: ${String(value)}`;
  }
}

const ofNumber = (name: string, value: number): string => (value === 0 ? '' : ` ${name}: ${value}`);

const numbers = (parts: Readonly<Record<string, number>>): string =>
  Object.entries(parts)
    .flatMap(([name, value]) => (value === 0 ? [] : [`${name}: ${value}`]))
    .join(' ');

/** Double.toString, but for what has words of its own. */
function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? javaDouble(value) : `${value}`;
}

const ESCAPES: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  39: "\\'",
  92: '\\\\',
};

/** TextFormatEscaper: what is not ASCII in octal, byte by byte. */
function quoted(bytes: Buffer): string {
  let written = '"';
  for (const byte of bytes) {
    const isPlain = byte >= 0x20 && byte < 0x7f;
    written +=
      ESCAPES[byte] ?? (isPlain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`);
  }
  return `${written}"`;
}
