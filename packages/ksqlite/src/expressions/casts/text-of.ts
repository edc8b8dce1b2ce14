import { javaText } from '../../functions/values/java/java-text.ts';
import { dateText, timestampText, timeText } from '../../functions/values/time/time-text.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';

type Text = (value: SqlValue) => string;

/**
 * The text that a CAST to STRING gives a value that is not NULL: Java's `toString`, so `[1, null]` for an ARRAY,
 * `{k=1}` for a MAP and `Struct{A=1}` for a STRUCT, which leaves out fields that are NULL.
 */
export function textOf(type: SqlType): Text {
  switch (type.kind) {
    case 'TIMESTAMP':
      return (value) => timestampText(value as number);
    case 'DATE':
      return (value) => dateText(value as number);
    case 'TIME':
      return (value) => timeText(value as number);
    case 'BYTES':
      return (value) => `java.nio.HeapByteBuffer[pos=0 lim=${size(value)} cap=${size(value)}]`;
    case 'ARRAY': {
      const item = orNull(textOf(type.element));
      return (value) => `[${(value as readonly SqlValue[]).map(item).join(', ')}]`;
    }
    case 'MAP': {
      const item = orNull(textOf(type.value));
      const entries = (value: SqlValue): string[] =>
        [...(value as ReadonlyMap<string, SqlValue>)].map(([key, entry]) => `${key}=${item(entry)}`);
      return (value) => `{${entries(value).join(', ')}}`;
    }
    case 'STRUCT': {
      const fields = type.fields.map((field) => ({ name: field.name, text: textOf(field.type) }));
      const present = (values: readonly SqlValue[]): string[] =>
        fields.flatMap(({ name, text }, i) => {
          const value = values[i] ?? null;
          return value === null ? [] : `${name}=${text(value)}`;
        });
      return (value) => `Struct{${present(value as readonly SqlValue[]).join(',')}}`;
    }
    default:
      return javaText(type) ?? String;
  }
}

const size = (value: SqlValue): number => (value as Buffer).length;
const orNull =
  (text: Text): Text =>
  (value) =>
    value === null ? 'null' : text(value);
