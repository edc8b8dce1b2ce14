import { KsqlError } from '../errors/ksql-error.ts';
import { format, loadSchemaFormats } from '../formats/formats.ts';
import { isSchemaFormat, SchemaError } from '../formats/schema-format.ts';
import type { SchemaRegistry, SubjectVersion } from '../schemas/schema-registry.ts';
import { openCursor } from '../sql/parser/cursor/cursor.ts';
import { parseType } from '../sql/parser/definitions/types.ts';
import { asked } from './topic-schemas.ts';

/**
 * Gives a topic's values a schema, as CREATE STREAM does, but with these very names. A subject that has one is left as it is.
 *
 * @param formatName as in VALUE_FORMAT: AVRO, PROTOBUF, JSON_SR
 * @param columns types by name
 * @param fullName of the record or the message, such as `example.Reading`; of JSON_SR it is not used
 * @returns undefined where it was registered, else the version that there was
 * @throws KsqlError SQL_INVALID for a format without schemas, or one that does not take these columns; SQL_SYNTAX for a type; CommandError
 *   SCHEMA_REGISTRY
 */
export async function registerColumns(
  registry: SchemaRegistry,
  topic: string,
  formatName: string,
  columns: Readonly<Record<string, string>>,
  fullName?: string,
): Promise<SubjectVersion | undefined> {
  await loadSchemaFormats();
  const known = format(formatName);
  if (known === undefined || !isSchemaFormat(known))
    throw new KsqlError('SQL_INVALID', `${formatName} is not a format with schemas`);
  const typed = Object.entries(columns).map(([name, type]) => ({
    name,
    type: parseType(openCursor(type, undefined)),
  }));
  const subject = `${topic}-value`;
  const before = await asked(() => registry.version(subject));
  if (before !== undefined) return before;
  try {
    const named = known.schemaType === 'JSON' || fullName === undefined ? {} : { fullName };
    const schema = known.schemaOf(typed, { role: 'value', wrapSingle: true, ...named });
    await asked(() => registry.register(subject, { type: known.schemaType, schema, references: [] }));
    return undefined;
  } catch (error) {
    if (error instanceof SchemaError) throw new KsqlError('SQL_INVALID', `${topic}: ${error.message}`);
    throw error;
  }
}
