/**
 * What ksqlDB 7.9's own PROTOBUF formats did: texts of columns, columns of texts, bytes read and written, errors.
 * `recorded-protobuf.json` holds the questions, some of them random, and the answers.
 */
import { readFileSync } from 'node:fs';
import {
  type Column,
  DeserializationError,
  type FormatOptions,
  SerializationError,
} from '../../../src/formats/codec.ts';
import { PROTOBUF_FORMAT } from '../../../src/formats/protobuf/protobuf-format.ts';
import { PROTOBUF_NOSR_FORMAT } from '../../../src/formats/protobuf/protobuf-nosr-format.ts';
import { SchemaError } from '../../../src/formats/schema-format.ts';
import type { RegisteredSchema } from '../../../src/schemas/schema-registry.ts';
import { parseStatements } from '../../../src/sql/parser/parse.ts';
import { formatType } from '../../../src/types/sql-type.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';
import { jsonOf, type Plain, sqlValue } from './plain-values.ts';

interface Question {
  readonly op: 'schema' | 'columns' | 'encode' | 'decode';
  readonly format?: 'PROTOBUF_NOSR';
  readonly key?: boolean;
  readonly unwrap?: boolean;
  readonly nullable?: 'OPTIONAL' | 'WRAPPER';
  readonly fullName?: string;
  readonly schema?: string;
  readonly refs?: readonly (readonly [name: string, schema: string])[];
  readonly columns?: string;
  readonly row?: readonly Plain[];
  /** of a record without its schema's id, but with the message's indexes where they were written */
  readonly bytes?: string;
  /** a text, columns, or the row that was read */
  readonly result?: string | readonly Plain[] | null;
  readonly error?: true;
}

const recorded = JSON.parse(
  readFileSync(new URL('recorded-protobuf.json', import.meta.url), 'utf8'),
) as readonly Question[];

const optionsOf = ({ key = false, unwrap = false, nullable, fullName }: Question): FormatOptions => ({
  role: key ? 'key' : 'value',
  wrapSingle: !unwrap,
  delimiter: ',',
  nullable,
  fullName,
});

function columnsIn(text = ''): readonly Column[] {
  if (text === '') return [];
  const [parsed] = parseStatements(`CREATE STREAM s (${text}) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON');`);
  const { statement } = parsed!;
  if (statement.kind !== 'CreateSource') throw new Error(`no columns: ${text}`);
  return statement.columns.map(({ name, type }) => ({ name: name.text, type }));
}

const schemaIn = (question: Question): RegisteredSchema => ({
  id: 1,
  type: 'PROTOBUF',
  schema: question.schema ?? PROTOBUF_FORMAT.schemaOf(columnsIn(question.columns), optionsOf(question)),
  references: [],
  resolved: (question.refs ?? []).map(([name, schema]) => ({ name, schema })),
});

interface RowCodec {
  decode(bytes: Buffer | null): SqlValue[] | null;
  encode(row: readonly SqlValue[], first: number): Buffer | string | null;
  readonly survives?: (row: readonly SqlValue[], first: number) => boolean;
}

function codecIn(question: Question): RowCodec {
  const columns = columnsIn(question.columns);
  const options = optionsOf(question);
  if (question.format !== undefined) return PROTOBUF_NOSR_FORMAT.codec(columns, options);
  const refused = question.op === 'encode' ? PROTOBUF_FORMAT.refuse(columns, options.role) : undefined;
  if (refused !== undefined) throw new SchemaError(refused);
  const codec = PROTOBUF_FORMAT.payloadCodec(columns, schemaIn(question), options);
  return { ...codec, decode: (bytes) => (bytes === null ? null : codec.decode(bytes)) };
}

function answer(question: Question): unknown {
  const columns = columnsIn(question.columns);
  switch (question.op) {
    case 'schema':
      return PROTOBUF_FORMAT.schemaOf(columns, optionsOf(question));
    case 'columns':
      return PROTOBUF_FORMAT.columnsOf(schemaIn(question), optionsOf(question))
        .map(({ name, type }) => `\`${name}\` ${formatType(type)}`)
        .join(', ');
    case 'decode': {
      const front = question.format === undefined ? [0] : [];
      return jsonOf(columns, codecIn(question).decode(bytesOf(front, question)));
    }
    case 'encode': {
      const codec = codecIn(question);
      const row = columns.map(({ type }, i) => sqlValue(type, question.row?.[i] ?? null));
      const bytes = codec.encode(['key', ...row], 1) as Buffer | null;
      expect(bytes?.toString('base64') ?? null).toBe(question.bytes);
      const back = codec.decode(bytes);
      if (codec.survives?.(row, 0)) expect(back).toEqual(row);
      return jsonOf(columns, back);
    }
  }
}

const bytesOf = (front: readonly number[], { bytes = '' }: Question): Buffer =>
  Buffer.concat([Buffer.from(front), Buffer.from(bytes, 'base64')]);

const KINDS = [DeserializationError, SerializationError, SchemaError];

const titled = recorded.map((question, i) => {
  const text = JSON.stringify(question);
  return [`${i}: ${text.length > 200 ? `${text.slice(0, 200)}…` : text}`, question] as const;
});

test.each(titled)('%s', (_, question) => {
  if (question.error === undefined) {
    expect(answer(question)).toEqual(question.result);
    return;
  }
  let thrown: unknown;
  try {
    answer(question);
  } catch (error) {
    thrown = error;
  }
  expect(KINDS.some((kind) => thrown instanceof kind)).toBe(true);
});
