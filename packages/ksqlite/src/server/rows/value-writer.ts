import type { Big } from 'big.js';
import { quote } from '../../formats/json/writing/quote.ts';
import { type Write, writer } from '../../formats/json/writing/write-value.ts';
import { decimalText } from '../../formats/text/decimal-text.ts';
import { dateText, timestampText, timeText } from '../../functions/values/time/time-text.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';

/**
 * How ksqlDB's API writes a value as JSON: as its topics do, but dates and times as text and a DECIMAL in plain digits, at any depth.
 */
export function valueWriter(type: SqlType): Write {
  switch (type.kind) {
    case 'TIMESTAMP':
      return orNull((value) => `"${timestampText(value as number)}"`);
    case 'DATE':
      return orNull((value) => `"${dateText(value as number)}"`);
    case 'TIME':
      return orNull((value) => `"${timeText(value as number)}"`);
    case 'DECIMAL':
      // `ApiJsonMapper`: never with an exponent
      return orNull((value) => decimalText(value as Big, type.scale));
    case 'ARRAY': {
      const item = valueWriter(type.element);
      return orNull((value) => `[${(value as readonly SqlValue[]).map(item).join(',')}]`);
    }
    case 'MAP': {
      const item = valueWriter(type.value);
      return orNull((value) => {
        const entries = [...(value as ReadonlyMap<string, SqlValue>)];
        return `{${entries.map(([key, entry]) => `${quote(key)}:${item(entry)}`).join(',')}}`;
      });
    }
    case 'STRUCT': {
      const fields = type.fields.map((field) => ({
        name: quote(field.name),
        write: valueWriter(field.type),
      }));
      return orNull((value) => {
        const values = value as readonly SqlValue[];
        return `{${fields.map(({ name, write }, i) => `${name}:${write(values[i] ?? null)}`).join(',')}}`;
      });
    }
    default:
      return writer(type);
  }
}

const orNull =
  (write: Write): Write =>
  (value) =>
    value === null ? 'null' : write(value);
