import type { TopicRecord } from '../../../topics/port.ts';
import { FIELD_FORMATS, type FieldFormatName, type FieldFormats } from './field-format.ts';
import { headersJson } from './header-fields.ts';
import type { SchemaFields } from './schema-fields.ts';

/**
 * A record as one line of JSON, its line feed included, which `lineRecord` makes the same record of:
 * `{partition, offset, timestamp, key, value, headers}`. What has no JSON of its format is in `keyBase64` or `valueBase64` instead.
 *
 * @param schemas of the formats that have them
 */
export async function recordLine(
  record: TopicRecord,
  formats: FieldFormats,
  schemas: SchemaFields | undefined,
): Promise<string> {
  const { partition, offset, timestamp } = record;
  const key = await fieldText('key', record.key, formats.key, schemas);
  const value = await fieldText('value', record.value, formats.value, schemas);
  return `{"partition":${partition},"offset":${offset},"timestamp":${timestamp},${key},${value},"headers":${headersJson(record.headers)}}\n`;
}

/** A key as a person names it: its text, or its JSON, or else its Base64; null: there is none. */
export async function keyText(
  { key }: TopicRecord,
  format: FieldFormatName,
  schemas: SchemaFields | undefined,
): Promise<string | null> {
  if (key === null) return null;
  const json = await jsonOf(key, format, schemas);
  if (json === undefined) return key.toString('base64');
  return json.startsWith('"') ? (JSON.parse(json) as string) : json;
}

async function fieldText(
  name: 'key' | 'value',
  bytes: Buffer | null,
  format: FieldFormatName,
  schemas: SchemaFields | undefined,
): Promise<string> {
  if (bytes === null) return `"${name}":null`;
  const json = await jsonOf(bytes, format, schemas);
  return json === undefined ? `"${name}Base64":"${bytes.toString('base64')}"` : `"${name}":${json}`;
}

async function jsonOf(
  bytes: Buffer,
  format: FieldFormatName,
  schemas: SchemaFields | undefined,
): Promise<string | undefined> {
  const read = format === 'SCHEMA' ? await schemas?.jsonOf(bytes) : bytes;
  return read && FIELD_FORMATS[format].jsonOf(read);
}
