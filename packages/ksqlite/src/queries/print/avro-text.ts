import type { Big } from 'big.js';
import { javaDouble } from '../../functions/values/java/java-double.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { unscaledBytes } from './unscaled-bytes.ts';

/** A value as Avro's `GenericData.toString` writes it: JSON with blanks, bytes as a text of their codes. */
export function avroText(value: SqlValue, type: SqlType): string {
  if (value === null) return 'null';
  switch (type.kind) {
    case 'STRING':
      return quoted(value as string);
    case 'DOUBLE':
      return Number.isFinite(value) ? javaDouble(value as number) : `"${value as number}"`;
    case 'BYTES':
      return quoted((value as Buffer).toString('latin1'));
    case 'DECIMAL':
      return quoted(unscaledBytes(value as Big, type.scale).toString('latin1'));
    case 'ARRAY':
      return `[${(value as readonly SqlValue[]).map((item) => avroText(item, type.element)).join(', ')}]`;
    case 'MAP': {
      const entries = Array.from(
        value as ReadonlyMap<string, SqlValue>,
        ([key, item]) => `${quoted(key)}: ${avroText(item, type.value)}`,
      );
      return `{${entries.join(', ')}}`;
    }
    case 'STRUCT': {
      const row = value as readonly SqlValue[];
      const fields = type.fields.map(
        (field, i) => `${quoted(field.name)}: ${avroText(row[i] ?? null, field.type)}`,
      );
      return `{${fields.join(', ')}}`;
    }
    default:
      return String(value);
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** GenericData.writeEscapedString */
function quoted(text: string): string {
  let written = '"';
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    const code = text.charCodeAt(i);
    const isHidden = code <= 0x1f || (code >= 0x7f && code <= 0x9f) || (code >= 0x2000 && code <= 0x20ff);
    written += ESCAPES[char] ?? (isHidden ? `\\u${code.toString(16).toUpperCase().padStart(4, '0')}` : char);
  }
  return `${written}"`;
}
