/**
 * Kafka Connect's JsonConverter. With schemas each key or value is `{"schema":…,"payload":…}`; without, what it says alone.
 */
import type { Data, DataSchema } from '../../data.ts';
import type { Converter } from '../converter.ts';
import { dataOf } from './data-of.ts';
import { jsonOf } from './json-of.ts';
import { parseJson } from './parse-json.ts';
import { schemaOf, schemaText } from './schema-json.ts';

export interface JsonConverterOptions {
  /** schemas.enable */
  readonly schemas: boolean;
  /** replace.null.with.default: where a field is null, the default of its schema is written. */
  readonly replaceNull: boolean;
}

export function jsonConverter({ schemas, replaceNull }: JsonConverterOptions): Converter {
  const write = (data: Data): string => {
    const payload = jsonOf(data.schema, data.value, replaceNull);
    if (!schemas) return payload;
    return `{"schema":${data.schema === undefined ? 'null' : schemaText(data.schema)},"payload":${payload}}`;
  };
  return {
    write: (_topic, data) => (data === null ? null : write(data)),
    read: (_topic, bytes) => {
      if (bytes === null) return null;
      const json = parseJson(bytes.toString('utf8'));
      if (!schemas) return { value: json };
      return withSchema(json);
    },
  };
}

const ENVELOPE =
  'JsonConverter with schemas.enable requires "schema" and "payload" fields and may not contain additional fields.' +
  ' If you are trying to deserialize plain JSON data, set schemas.enable=false in your converter configuration.';

function withSchema(json: Data['value']): Data {
  if (json === null || typeof json !== 'object' || Array.isArray(json) || json instanceof Uint8Array)
    throw new Error(ENVELOPE);
  const { schema, payload, ...rest } = json as Readonly<Record<string, Data['value']>>;
  if (schema === undefined || payload === undefined || Object.keys(rest).length > 0)
    throw new Error(ENVELOPE);
  if (schema === null) return { value: payload };
  const read: DataSchema = schemaOf(schema);
  return { schema: read, value: dataOf(read, payload) };
}
