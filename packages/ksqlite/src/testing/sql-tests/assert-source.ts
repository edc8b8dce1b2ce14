/**
 * ASSERT STREAM and ASSERT TABLE: what is known of a source is what the statement says of it, compared in the order and in the words
 * of ksqlDB.
 *
 * Source of the rule: AssertExecutor.MUST_MATCH of ksqlDB's testing tool.
 */
import { type PlanContext, planError, unknownSource } from '../../analysis/plan-context.ts';
import { type SourceProperties, sourceProperties } from '../../analysis/sources/with-properties.ts';
import { columnsOf, type SchemaProperties, type Source } from '../../metastore/source.ts';
import type { Property } from '../../sql/ast/statement.ts';
import type { AssertSource } from '../../sql/ast/test-statement.ts';
import { parseStatements } from '../../sql/parser/parse.ts';
import { quoteName } from '../../sql/printer/names.ts';
import { formatType, type SqlType } from '../../types/sql-type.ts';

/** What is compared, what the statement says, what the source has. */
type Compared = readonly [what: string, expected: string | undefined, actual: string | undefined];

/** @throws KsqlError, at the first that differs */
export function assertSource(planning: PlanContext, statement: AssertSource): void {
  const { name, properties } = statement;
  const said = sourceProperties(planning, name.text, properties, {
    keyFormat: planning.properties.defaultKeyFormat,
    valueFormat: planning.properties.defaultValueFormat ?? '',
  });
  if (said.topic === undefined)
    throw planError(
      planning,
      'SQL_INVALID',
      statement.span,
      'Missing required property "KAFKA_TOPIC" which has no default value.',
    );
  const source = planning.metastore.get(name.text);
  if (source === undefined) throw unknownSource(planning, name, `${name.text} does not exist.`);
  for (const [what, expected, actual] of comparedOf(statement, said, source))
    if (expected !== actual)
      throw planError(
        planning,
        'SQL_INVALID',
        statement.span,
        `Expected ${what} does not match actual for source ${source.name}.\n\tExpected: ${expected ?? 'none'}\n\tActual: ${actual ?? 'none'}`,
      );
}

function comparedOf(
  { sourceKind, columns, properties }: AssertSource,
  said: SourceProperties,
  source: Source,
): readonly Compared[] {
  const made = propertiesOf(source);
  const timestamp =
    source.timestampColumn === undefined ? undefined : columnsOf(source)[source.timestampColumn]?.name;
  const id = (schema: SchemaProperties | undefined) => schema?.schemaId?.toString();
  return [
    [
      'schema',
      schemaText(columns.map(({ name, type, role }) => [name.text, type, role])),
      sourceText(source),
    ],
    ['type', sourceKind, source.kind],
    ['kafka topic', said.topic, source.topic],
    ['key format', said.keyFormat, source.keyFormat],
    [
      'key format properties',
      formatText(said.delimiters.key, said.schemas?.key),
      formatText(source.delimiters.key, source.schemas?.key),
    ],
    ['value format', said.valueFormat, source.valueFormat],
    [
      'value format properties',
      formatText(said.delimiters.value, said.schemas?.value),
      formatText(source.delimiters.value, source.schemas?.value),
    ],
    ['value schema id', id(said.schemas?.value), id(source.schemas?.value)],
    ['key schema id', id(said.schemas?.key), id(source.schemas?.key)],
    ['value serde features', property(properties, 'WRAP_SINGLE_VALUE'), property(made, 'WRAP_SINGLE_VALUE')],
    ['timestamp column', said.timestamp, timestamp],
    ['timestamp format', said.timestampFormat, property(made, 'TIMESTAMP_FORMAT')],
  ];
}

/** WITH (…) of the statement that made the source. */
function propertiesOf({ sql }: Source): readonly Property[] {
  const [made] = parseStatements(sql);
  if (made === undefined || made.statement.kind === 'CreateConnector') return [];
  return 'properties' in made.statement ? made.statement.properties : [];
}

function property(properties: readonly Property[], wanted: string): string | undefined {
  const value = properties.find(({ name }) => name.text === wanted)?.value;
  return value === undefined ? undefined : String(value);
}

/** Without a schema's id, which is compared by itself. */
const formatText = (delimiter: string, schema: SchemaProperties | undefined): string =>
  [
    `delimiter ${JSON.stringify(delimiter)}`,
    ...(schema?.fullName === undefined ? [] : [`full name ${schema.fullName}`]),
    ...(schema?.nullable === undefined ? [] : [`nullable representation ${schema.nullable}`]),
  ].join(', ');

type SchemaColumn = readonly [name: string, type: SqlType, role: string];

const sourceText = ({ keys, values, headers }: Source): string =>
  schemaText([
    ...keys.map(({ name, type }): SchemaColumn => [name, type, 'KEY']),
    ...values.map(({ name, type }): SchemaColumn => [name, type, 'VALUE']),
    ...headers.map(({ name, type }): SchemaColumn => [name, type, 'HEADERS']),
  ]);

/** As ksqlDB's LogicalSchema prints itself, the key columns first. */
function schemaText(columns: readonly SchemaColumn[]): string {
  const order = (role: string): number => (role === 'VALUE' ? 1 : role === 'HEADERS' ? 2 : 0);
  return [...columns]
    .sort(([, , one], [, , other]) => order(one) - order(other))
    .map(([name, type, role]) => {
      const suffix = role === 'VALUE' ? '' : role === 'HEADERS' ? ' HEADERS' : ' KEY';
      return `${quoteName(name)} ${formatType(type)}${suffix}`;
    })
    .join(', ');
}
