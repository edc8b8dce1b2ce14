import type { Big } from 'big.js';
import { type SqlType, STRING } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { generic } from '../../signature/parameter.ts';
import { typed } from '../../signature/variant.ts';
import { javaDouble } from '../../values/java/java-double.ts';
import { quoted } from '../../values/json/json-node.ts';
import { dateText, timestampText, timeText } from '../../values/time/time-text.ts';

type Write = (value: SqlValue) => string;

const nullOr =
  (write: Write): Write =>
  (value) =>
    value === null ? 'null' : write(value);

/** The code that writes a type's values as JSON. Fields and keys come in order of their names, as in ksqlDB. */
function writer(type: SqlType): Write {
  switch (type.kind) {
    case 'STRING':
      return nullOr((value) => quoted(value as string));
    case 'DOUBLE':
      return nullOr((value) => doubleText(value as number));
    case 'DECIMAL':
      return nullOr((value) => (value as Big).toFixed(type.scale));
    case 'BYTES':
      return nullOr((value) => quoted((value as Buffer).toString('base64')));
    case 'DATE':
      return nullOr((value) => quoted(dateText(value as number)));
    case 'TIME':
      return nullOr((value) => quoted(timeText(value as number)));
    case 'TIMESTAMP':
      return nullOr((value) => quoted(timestampText(value as number)));
    case 'ARRAY': {
      const element = writer(type.element);
      return nullOr((value) => `[${(value as readonly SqlValue[]).map(element).join(',')}]`);
    }
    case 'MAP': {
      const element = writer(type.value);
      return nullOr((value) => {
        const entries = [...(value as ReadonlyMap<string, SqlValue>)].sort(([a], [b]) => (a < b ? -1 : 1));
        return `{${entries.map(([key, item]) => `${quoted(key)}:${element(item)}`).join(',')}}`;
      });
    }
    case 'STRUCT': {
      const fields = type.fields
        .map((field, index) => ({
          name: field.name,
          label: `${quoted(field.name)}:`,
          index,
          write: writer(field.type),
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      return nullOr((value) => {
        const items = value as readonly SqlValue[];
        return `{${fields.map(({ label, index, write }) => label + write(items[index] ?? null)).join(',')}}`;
      });
    }
    default:
      return nullOr(String);
  }
}

/** JSON has no NaN: Jackson writes it as a text. */
const doubleText = (value: number): string =>
  Number.isFinite(value) ? javaDouble(value) : `"${javaDouble(value)}"`;

/** scalar-functions.md#to_json_string: NULL becomes the text `null`. */
export const toJsonString = defineScalar('TO_JSON_STRING', 'JSON', 'A value of any type as JSON.', [
  typed([generic('T')], STRING, ({ generics }) => {
    const type = generics.get('T');
    return type === undefined ? () => 'null' : writer(type);
  }),
]);
