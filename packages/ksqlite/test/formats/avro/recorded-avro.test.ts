/**
 * What ksqlDB 7.9's own AVRO format did: schemas of columns, columns of schemas, payloads read and written, errors. `recorded-avro.json`
 * holds the questions and the answers; rows are texts of ksqlDB's JSON format, which has tests of its own.
 */
import { readFileSync } from 'node:fs';
import { AVRO_FORMAT } from '../../../src/formats/avro/avro-format.ts';
import { type Column, DeserializationError, SerializationError } from '../../../src/formats/codec.ts';
import { JSON_FORMAT } from '../../../src/formats/json/json-format.ts';
import { SchemaError, type SchemaFormatOptions } from '../../../src/formats/schema-format.ts';
import type { RegisteredSchema } from '../../../src/schemas/schema-registry.ts';
import { parseStatements } from '../../../src/sql/parser/parse.ts';
import { formatType } from '../../../src/types/sql-type.ts';

interface Question {
  /** a name in `schemas` */
  readonly schema?: string;
  readonly references?: readonly { readonly name: string; readonly schema: string }[];
  readonly columns?: string;
  readonly unwrap?: boolean;
  readonly key?: boolean;
  readonly fullName?: string;
  readonly hex?: string;
  readonly row?: string;
  readonly result?: string | null;
  /** ksqlDB's words; true: an error of Java's own */
  readonly error?: string | true;
}

interface Recorded {
  readonly schemas: Readonly<Record<string, string>>;
  readonly schemaOf: readonly Question[];
  readonly columnsOf: readonly Question[];
  readonly read: readonly Question[];
  readonly write: readonly Question[];
}

const recorded = JSON.parse(readFileSync(new URL('recorded-avro.json', import.meta.url), 'utf8')) as Recorded;

const optionsOf = ({ unwrap = false, key = false, fullName }: Question): SchemaFormatOptions => ({
  role: key ? 'key' : 'value',
  wrapSingle: !unwrap,
  fullName,
});

function columnsIn(text = ''): readonly Column[] {
  const [parsed] = parseStatements(`CREATE STREAM s (${text}) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON');`);
  const { statement } = parsed!;
  if (statement.kind !== 'CreateSource') throw new Error(`no columns: ${text}`);
  return statement.columns.map(({ name, type }) => ({
    name: name.quoted ? name.text : name.text.toUpperCase(),
    type,
  }));
}

const schemaIn = ({ schema = '', references = [] }: Question): RegisteredSchema => ({
  id: 1,
  type: 'AVRO',
  schema: recorded.schemas[schema]!,
  references: [],
  resolved: references,
});

const asJson = (columns: readonly Column[]) =>
  JSON_FORMAT.codec(columns, { role: 'value', wrapSingle: true, delimiter: ',' });

/** What happened, in the words of the recording. */
function outcome(take: () => string | null): Pick<Question, 'result' | 'error'> {
  try {
    return { result: take() };
  } catch (error) {
    if (
      error instanceof SchemaError ||
      error instanceof DeserializationError ||
      error instanceof SerializationError
    )
      return { error: error.message };
    throw error;
  }
}

/** Errors whose words are Java's, or are the engine's own. */
const OWN_WORDS: readonly RegExp[] = [
  /^com\.fasterxml/,
  /^dangling content/,
  /^Numeric field overflow/,
  /^Cannot fit decimal/,
  /^Unexpected schema type/,
  /^Duplicate field/,
  /^Kafka Connect Time type should/,
];

function expected({ result, error }: Question, given: Pick<Question, 'result' | 'error'>): unknown {
  if (error === undefined) return { result };
  const isOwn = error === true || OWN_WORDS.some((words) => words.test(error));
  return { error: isOwn ? (given.error ?? 'an error') : error };
}

const shown = (question: Question): string => JSON.stringify(question).slice(0, 200);

function check(question: Question, take: () => string | null): void {
  const given = outcome(take);
  expect(given).toEqual(expected(question, given));
}

test.each(recorded.schemaOf.map((question) => [shown(question), question] as const))(
  'schema of %s',
  (_, question) => {
    check(question, () => AVRO_FORMAT.schemaOf(columnsIn(question.columns), optionsOf(question)));
  },
);

test.each(recorded.columnsOf.map((question) => [shown(question), question] as const))(
  'columns of %s',
  (_, question) => {
    check(question, () =>
      AVRO_FORMAT.columnsOf(schemaIn(question), optionsOf(question))
        .map(({ name, type }) => `\`${name}\` ${formatType(type)}`)
        .join(', '),
    );
  },
);

test.each(recorded.read.map((question) => [shown(question), question] as const))('read %s', (_, question) => {
  const columns = columnsIn(question.columns);
  check(question, () => {
    const codec = AVRO_FORMAT.payloadCodec(columns, schemaIn(question), optionsOf(question));
    return asJson(columns).encode(codec.decode(Buffer.from(question.hex!, 'hex'))!, 0) as string;
  });
});

test.each(recorded.write.map((question) => [shown(question), question] as const))(
  'write %s',
  (_, question) => {
    const columns = columnsIn(question.columns);
    check(question, () => {
      const options = optionsOf(question);
      const schema =
        question.schema === undefined
          ? { ...schemaIn(question), schema: AVRO_FORMAT.schemaOf(columns, options) }
          : schemaIn(question);
      const codec = AVRO_FORMAT.payloadCodec(columns, schema, options);
      const bytes = codec.encode(asJson(columns).decode(question.row!)!, 0);
      return bytes === null ? null : bytes.toString('hex');
    });
  },
);
