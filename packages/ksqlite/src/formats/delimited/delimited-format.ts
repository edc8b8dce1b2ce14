import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { type Codec, type Column, DeserializationError, type Format } from '../codec.ts';
import { decimalSurvival, type Survives, survivesRow } from '../survival.ts';
import { isWellFormed } from '../text/well-formed.ts';
import { readCsv, writeCsv } from './csv.ts';
import { fieldParser, fieldText } from './delimited-field.ts';

const NAMED_DELIMITERS: ReadonlyMap<string, string> = new Map([
  ['TAB', '\t'],
  ['SPACE', ' '],
]);

/** VALUE_FORMAT='DELIMITED': a line of separated values of primitive types (`DelimitedFormat`). */
export const DELIMITED_FORMAT: Format = {
  name: 'DELIMITED',
  wrapsSingles: 'never',
  refuse: (columns) => {
    const foreign = columns.find(({ type, name }) => fieldParser(type, name) === undefined);
    return (
      foreign &&
      `The 'DELIMITED' format does not support type '${foreign.type.kind}', column: \`${foreign.name}\``
    );
  },
  codec: (columns, { delimiter }) => delimitedCodec(columns, NAMED_DELIMITERS.get(delimiter) ?? delimiter),
};

function survival(type: SqlType): Survives | undefined {
  switch (type.kind) {
    case 'STRING':
      return (value) => value !== '' && isWellFormed(value as string);
    case 'BYTES':
      return (value) => (value as Buffer).length > 0;
    case 'DECIMAL':
      return decimalSurvival(type.precision, type.scale);
    default:
      return undefined;
  }
}

function delimitedCodec(columns: readonly Column[], delimiter: string): Codec {
  const parsers = columns.map(({ type, name }) => fieldParser(type, name) ?? ((text: string) => text));
  return {
    decode: (bytes) => {
      if (bytes === null) return null;
      const fields = readCsv(typeof bytes === 'string' ? bytes : bytes.toString('utf8'), delimiter);
      if (fields === undefined) throw new DeserializationError('No fields in record');
      if (fields.length !== parsers.length) {
        throw new DeserializationError(
          `Column count mismatch on deserialization. expected: ${parsers.length}, got: ${fields.length}`,
        );
      }
      return parsers.map((parse, i): SqlValue => {
        const field = fields[i] ?? '';
        return field === '' ? null : parse(field);
      });
    },
    encode: (row, first) => {
      const fields = columns.map(({ type }, i) => fieldText(type, row[first + i] ?? null));
      return writeCsv(fields, delimiter);
    },
    // a line of one field that is null is no line at all
    ...survivesRow(columns, survival, columns.length > 1),
  };
}
