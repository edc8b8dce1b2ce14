import { KsqlError } from '../errors/ksql-error.ts';
import { DeserializationError } from '../formats/codec.ts';
import { format, namesSchemaFormat } from '../formats/formats.ts';
import { openCursor } from '../sql/parser/cursor/cursor.ts';
import { parseType } from '../sql/parser/definitions/types.ts';
import { rowToJavaScript, rowToObject } from './values/to-javascript.ts';
import type { RowObject } from './values/value.ts';

/**
 * Makes a reader of records' values, that reads them as statements over a source of this format and these columns do:
 * for programs that have a topic's bytes and no database.
 *
 * @param formatName as in VALUE_FORMAT: `JSON`, `KAFKA`, `DELIMITED`
 * @param columns types by column name, both as in CREATE STREAM but for the names: those are taken as they stand
 * @returns reads a value: a row by column name; null where the bytes are null, or say null; undefined where statements
 *   would pass the record over
 * @throws KsqlError SQL_INVALID for a format that does not exist or does not take these columns; SQL_SYNTAX for a type
 * @example
 * ```ts
 * import { valueReader } from 'ksqlite';
 *
 * const read = valueReader('JSON', { SENSOR: 'VARCHAR', CELSIUS: 'DOUBLE' });
 * console.log(read(Buffer.from('{"sensor":7,"celsius":31.5}'))); // { SENSOR: '7', CELSIUS: 31.5 }
 * console.log(read(Buffer.from('{"celsius":"warm"}'))); // undefined
 * ```
 */
export function valueReader(
  formatName: string,
  columns: Readonly<Record<string, string>>,
): (value: Buffer | null) => RowObject | null | undefined {
  if (namesSchemaFormat(formatName))
    throw new KsqlError(
      'SQL_INVALID',
      `VALUE_FORMAT ${formatName}: its schemas are in a registry. Read the topic of a database by its recordReader, or with withSchemas of ksqlite/schemas`,
    );
  const known = format(formatName);
  const typed = Object.entries(columns).map(([name, type]) => ({
    name,
    type: parseType(openCursor(type, undefined)),
  }));
  const refused = known === undefined ? 'there is no such format' : known.refuse(typed, 'value');
  if (known === undefined || refused !== undefined)
    throw new KsqlError('SQL_INVALID', `VALUE_FORMAT ${formatName}: ${refused}`);
  const codec = known.codec(typed, { role: 'value', wrapSingle: true, delimiter: ',' });
  const convert = rowToJavaScript(typed.map(({ type }) => type));
  const object = rowToObject(typed.map(({ name }) => name));
  return (value) => {
    try {
      const row = codec.decode(value);
      return row === null ? null : object(convert(row));
    } catch (error) {
      if (error instanceof DeserializationError) return undefined;
      throw error;
    }
  };
}
