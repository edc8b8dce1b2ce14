import type { Source } from '../../metastore/source.ts';
import type { CreateAs, CreateSource, Property, Statement } from '../../sql/ast/statement.ts';
import { parseStatements } from '../../sql/parser/parse.ts';
import { formatColumns, formatProperties } from '../../sql/printer/definitions.ts';
import { formatStatement } from '../../sql/printer/format-statement.ts';
import { formatName } from '../../sql/printer/names.ts';
import { formatStoredQuery } from './format-stored-query.ts';
import { qualifiedQuery } from './qualified-query.ts';

/** What Kafka keeps a topic for when nothing is said. ms */
const RETENTION_MS = 604_800_000;

/** What is known when a statement is to be shown. */
export interface KnownSources {
  readonly find: (name: string) => Source | undefined;
  /** Of a topic; undefined: there is none. */
  readonly partitions: (topic: string) => number | undefined;
}

/**
 * A statement's text as ksqlDB stores and shows it: CREATE with the properties that it fills in, its columns with
 * their sources; DROP without DELETE TOPIC; all others as they were written.
 */
export function storedStatement(statement: Statement, text: string, known: KnownSources): string {
  switch (statement.kind) {
    case 'CreateSource':
      return `${head(statement)}${formatColumns(statement.columns)}${formatProperties(sourceProperties(statement, known))};`;
    case 'CreateAs': {
      const properties = formatProperties(sinkProperties(statement, known));
      return `${head(statement)}${properties} AS ${formatStoredQuery(qualifiedQuery(statement.query, known.find))};`;
    }
    case 'Drop':
      return statement.deleteTopic ? formatStatement({ ...statement, deleteTopic: false }) : text;
    default:
      return text;
  }
}

/** The same for a text that the engine has accepted: a statement, or CREATE and each ALTER of its columns, a line each. */
export const storedText = (sql: string, known: KnownSources): string =>
  parseStatements(sql)
    .map(({ statement, text }) => storedStatement(statement, text, known))
    .join('\n');

function head(statement: CreateSource | CreateAs): string {
  const readOnly = statement.kind === 'CreateSource' && statement.readOnly ? 'SOURCE ' : '';
  const replace = statement.orReplace ? 'OR REPLACE ' : '';
  const exists = statement.ifNotExists ? 'IF NOT EXISTS ' : '';
  return `CREATE ${replace}${readOnly}${statement.sourceKind} ${exists}${formatName(statement.name.text)}`;
}

function sourceProperties(
  { properties, sourceKind, name: { text } }: CreateSource,
  known: KnownSources,
): readonly Property[] {
  const names = properties.map(({ name }) => name.text);
  const made = known.find(text);
  const windowed = names.includes('WINDOW_TYPE');
  return sorted([
    ...properties,
    ...missing(names, 'CLEANUP_POLICY', cleanup(sourceKind, windowed)),
    ...(names.includes('FORMAT') ? [] : missing(names, 'KEY_FORMAT', keyFormatOf(made))),
    // where none is said it is the default of the session
    ...(names.includes('FORMAT') || made === undefined
      ? []
      : missing(names, 'VALUE_FORMAT', made.valueFormat)),
  ]);
}

const keyFormatOf = (made: Source | undefined): string =>
  made === undefined || made.keys.length === 0 ? 'KAFKA' : made.keyFormat;

function sinkProperties({ properties, name, sourceKind, query }: CreateAs, known: KnownSources): Property[] {
  const names = properties.map((property) => property.name.text);
  const given = properties.find((property) => property.name.text === 'KAFKA_TOPIC')?.value;
  const topic = typeof given === 'string' ? given : name.text;
  const partitions = known.partitions(topic);
  return sorted([
    ...properties,
    ...missing(names, 'CLEANUP_POLICY', cleanup(sourceKind, query.window !== undefined)),
    ...missing(names, 'KAFKA_TOPIC', topic),
    ...(partitions === undefined ? [] : missing(names, 'PARTITIONS', partitions)),
    ...missing(names, 'REPLICAS', 1),
    ...missing(names, 'RETENTION_MS', RETENTION_MS),
  ]);
}

const cleanup = (kind: CreateSource['sourceKind'], windowed: boolean): string =>
  kind === 'STREAM' ? 'delete' : windowed ? 'compact,delete' : 'compact';

const SPAN = { start: 0, end: 0 };
const missing = (names: readonly string[], name: string, value: string | number): Property[] =>
  names.includes(name) ? [] : [{ name: { text: name, quoted: false, span: SPAN }, value, valueSpan: SPAN }];

const sorted = (properties: readonly Property[]): Property[] =>
  [...properties].sort((a, b) => (a.name.text < b.name.text ? -1 : 1));
