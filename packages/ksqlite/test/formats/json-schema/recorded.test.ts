/**
 * What ksqlDB 7.9's own classes answered (JsonSchemaFormat, over Confluent's JsonSchemaData), recorded: `schemaOf` columns, `columnsOf`
 * a schema, `read` a text that was written with a schema, `write` a row (given and shown as JSON).
 */
import { readFileSync } from 'node:fs';
import type { Column } from '../../../src/formats/codec.ts';
import { JSON_FORMAT } from '../../../src/formats/json/json-format.ts';
import { JSON_SR_FORMAT } from '../../../src/formats/json-schema/json-schema-format.ts';
import type { RegisteredSchema } from '../../../src/schemas/schema-registry.ts';
import { parseStatements } from '../../../src/sql/parser/parse.ts';
import { formatType } from '../../../src/types/sql-type.ts';

interface Recorded {
  readonly op: 'schemaOf' | 'columnsOf' | 'read' | 'write';
  readonly columns?: string;
  readonly schema?: string;
  readonly text?: string;
  readonly row?: string;
  readonly key?: boolean;
  readonly unwrap?: boolean;
  /** null: no bytes */
  readonly answer?: string | null;
  readonly error?: string;
  /**
   * What comes out here instead: in docs/differences.md (differs: json-sr-values), or text behind the value; a null row is passed
   * over as the error would be.
   */
  readonly here?: string;
}

const RECORDED = JSON.parse(readFileSync(new URL('recorded.json', import.meta.url), 'utf8')) as Recorded[];

const columnsOf = (text: string): readonly Column[] => {
  const [parsed] = parseStatements(`CREATE STREAM s (${text}) WITH (a='b');`);
  if (parsed?.statement.kind !== 'CreateSource') throw new Error(text);
  return parsed.statement.columns.map(({ name, type }) => ({ name: name.text, type }));
};

const registered = (schema: string): RegisteredSchema => ({
  id: 1,
  type: 'JSON',
  schema,
  references: [],
  resolved: [],
});

const json = (columns: readonly Column[]) =>
  JSON_FORMAT.codec(columns, { role: 'value', wrapSingle: true, delimiter: ',' });

function answerOf({ op, columns = '', schema, text = '', row = '', key = false, unwrap = false }: Recorded) {
  const options = { role: key ? ('key' as const) : ('value' as const), wrapSingle: !unwrap && !key };
  if (op === 'columnsOf')
    return JSON_SR_FORMAT.columnsOf(registered(schema ?? ''), options)
      .map(({ name, type }) => `\`${name}\` ${formatType(type)}`)
      .join(', ');
  const given = columnsOf(columns);
  const own = JSON_SR_FORMAT.schemaOf(given, options);
  if (op === 'schemaOf') return own;
  const codec = JSON_SR_FORMAT.payloadCodec(given, registered(schema ?? own), options);
  if (op === 'read') {
    const read = codec.decode(Buffer.from(text));
    return read === null ? 'null' : String(json(given).encode(read, 0));
  }
  const bytes = codec.encode(json(given).decode(row) ?? [], 0);
  return bytes === null ? null : String(bytes);
}

/** The answer, or what was thrown. */
function outcomeOf(recorded: Recorded): string | null {
  try {
    return answerOf(recorded);
  } catch (error) {
    return `error: ${(error as Error).message}`;
  }
}

const named = RECORDED.map((recorded, index): [string, Recorded] => {
  const { op, columns = '', schema = '', text = '', row = '' } = recorded;
  return [`${index + 1} ${op} ${columns} ${schema.slice(0, 80)} ${text}${row}`, recorded];
});

test.each(named)('%s', (_, recorded) => {
  const outcome = outcomeOf(recorded);
  const { answer, error, here } = recorded;
  if (here !== undefined) expect(outcome).toBe(here);
  else if (error === undefined) expect(outcome).toBe(spaced(answer));
  else expect(outcome).toMatch(/^error: /);
});

/** A STRUCT without fields is printed with a blank there. */
const spaced = (text: string | null | undefined) => text?.replaceAll('STRUCT< >', 'STRUCT<>') ?? text;
