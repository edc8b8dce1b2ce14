/**
 * CREATE STREAM | TABLE without columns: they are taken from the Schema Registry before the statement is executed, and stored with
 * it. Key and value columns are inferred each by themselves, where none are declared and the format has schemas.
 *
 * Source of the rule: ksqlDB's DefaultSchemaInjector and SchemaRegistryTopicSchemaSupplier, whose words the refusals are.
 */
import { type PlanContext, planError } from '../../analysis/plan-context.ts';
import { type SourceProperties, sourceProperties } from '../../analysis/sources/with-properties.ts';
import type { KsqlError } from '../../errors/ksql-error.ts';
import type { Column } from '../../formats/codec.ts';
import { format } from '../../formats/formats.ts';
import { isSchemaFormat, SchemaError, type SchemaFormat } from '../../formats/schema-format.ts';
import { type Asking, ask } from '../../schemas/asking.ts';
import {
  type RegisteredSchema,
  type SchemaRegistry,
  SchemaRegistryError,
} from '../../schemas/schema-registry.ts';
import type { ColumnDefinition, CreateSource, Property } from '../../sql/ast/statement.ts';
import { AWAY_HINT } from './register-schemas.ts';

type Part = 'key' | 'value';

/** What is known of the key or the value of a statement. */
interface Wanted {
  readonly plan: PlanContext;
  readonly statement: CreateSource;
  readonly part: Part;
  readonly topic: string;
  readonly schemaId: number | undefined;
}

/** The statement with its columns; undefined: it has all that it needs. Throws KsqlError. */
export function* inferColumns(
  plan: PlanContext,
  registry: SchemaRegistry,
  statement: CreateSource,
): Asking<CreateSource | undefined> {
  const properties = sourceProperties(plan, statement.name.text, statement.properties, {
    keyFormat: plan.properties.defaultKeyFormat,
    valueFormat: plan.properties.defaultValueFormat,
  });
  const keys = yield* inferPart(plan, registry, statement, properties, 'key');
  const values = yield* inferPart(plan, registry, statement, properties, 'value');
  if (keys === undefined && values === undefined) return undefined;
  const declared = statement.columns;
  const keyRole = statement.sourceKind === 'STREAM' ? 'KEY' : 'PRIMARY KEY';
  const define =
    (role: ColumnDefinition['role']) =>
    ({ name, type }: Column): ColumnDefinition => ({
      name: { ...statement.name, text: name },
      type,
      role,
      header: undefined,
      span: statement.name.span,
    });
  return {
    ...statement,
    columns: [
      ...declared.filter(({ role }) => role === 'HEADERS'),
      ...(keys?.columns.map(define(keyRole)) ?? declared.filter(isKey)),
      ...(values?.columns.map(define('VALUE')) ?? declared.filter(({ role }) => role === 'VALUE')),
    ],
    properties: [...statement.properties, ...(keys?.properties ?? []), ...(values?.properties ?? [])],
  };
}

interface Inferred {
  readonly columns: readonly Column[];
  /** To be stored with the statement. */
  readonly properties: readonly Property[];
}

function* inferPart(
  plan: PlanContext,
  registry: SchemaRegistry,
  statement: CreateSource,
  properties: SourceProperties,
  part: Part,
): Asking<Inferred | undefined> {
  const formatName = part === 'key' ? properties.keyFormat : properties.valueFormat;
  const held = format(formatName);
  const said = properties.schemas?.[part];
  const schemaId = said?.schemaId;
  const isDeclared = statement.columns.some(part === 'key' ? isKey : ({ role }) => role === 'VALUE');
  const wanted: Wanted = { plan, statement, part, topic: properties.topic ?? statement.name.text, schemaId };
  const property = `${part.toUpperCase()}_SCHEMA_ID`;
  if (held === undefined || !isSchemaFormat(held)) return undefined;
  if (isDeclared) {
    if (schemaId === undefined) return undefined;
    throw refuse(wanted, `Table elements and ${property} cannot both exist for create statement.`);
  }
  const found = yield* find(registry, wanted);
  const isUnwrapped = part === 'key' || properties.wrapSingle === false;
  const options = {
    role: part,
    wrapSingle: !isUnwrapped,
    fullName: said?.fullName,
    nullable: said?.nullable,
    keepsNames: schemaId !== undefined,
  };
  const columns = columnsOf(wanted, held, found, options);
  const fullName = fullNameProperty(wanted, held.fullNamesOf(found));
  return { columns, properties: fullName === undefined ? [] : [fullName] };
}

function* find(registry: SchemaRegistry, wanted: Wanted): Asking<RegisteredSchema> {
  const { topic, part, schemaId } = wanted;
  let found: RegisteredSchema | undefined;
  try {
    found = yield* ask<RegisteredSchema | undefined>(
      schemaId === undefined ? registry.version(`${topic}-${part}`) : registry.load(schemaId),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `Schema registry fetch for topic ${part} request failed for ${placeOf(wanted)}\nCaused by: ${reason}`;
    if (error instanceof SchemaRegistryError && error.isAway)
      throw planError(wanted.plan, 'SCHEMA_REGISTRY', wanted.statement.name.span, message, AWAY_HINT);
    throw refuse(wanted, message);
  }
  if (found === undefined) throw refuse(wanted, notFound(wanted));
  return found;
}

function columnsOf(
  wanted: Wanted,
  held: SchemaFormat,
  found: RegisteredSchema,
  options: Parameters<SchemaFormat['columnsOf']>[1],
): readonly Column[] {
  const { part } = wanted;
  if (found.type !== held.schemaType)
    throw refuse(
      wanted,
      [
        `${part === 'key' ? 'Key' : 'Value'} schema is not in the expected format. You may want to set ${part.toUpperCase()}_FORMAT to '${found.type}'.`,
        placeOf(wanted),
        `expected format: ${held.schemaType}`,
        `actual format from Schema Registry: ${found.type}`,
      ].join('\n'),
    );
  try {
    const columns = held.columnsOf(found, options);
    if (part === 'key' && columns.length > 1)
      throw refuse(
        wanted,
        `The key schema for ${placeOf(wanted)} contains multiple columns, which is not supported by ksqlDB at this time.\nSchema:${found.schema}`,
      );
    return columns;
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw refuse(
      wanted,
      [
        `Unable to verify if the ${part} schema for ${placeOf(wanted)} is compatible with ksqlDB.`,
        `Reason: ${error.message}`,
        '',
        'Please see https://github.com/confluentinc/ksql/issues/ to see if this particular reason is already known.',
        'If not, please log a new issue, including this full error message.',
        `Schema:${found.schema}`,
      ].join('\n'),
    );
  }
}

/** What the schema of an id is called is kept, as its records are written so. Throws KsqlError where it could be several. */
function fullNameProperty(wanted: Wanted, names: readonly string[]): Property | undefined {
  const { part, statement, schemaId } = wanted;
  const property = `${part.toUpperCase()}_SCHEMA_FULL_NAME`;
  const said = [property, ...(part === 'value' ? ['VALUE_AVRO_SCHEMA_FULL_NAME'] : [])];
  if (statement.properties.some(({ name }) => said.includes(name.text))) return undefined;
  if (names.length > 1)
    throw refuse(
      wanted,
      `${part === 'key' ? 'Key' : 'Value'} schema has multiple schema definitions. \n\n${names.map((name) => `- ${name}`).join('\n')}\n\nPlease specify a schema full name in the WITH clause using ${property}`,
    );
  const [name] = names;
  if (schemaId === undefined || name === undefined) return undefined;
  const { name: source } = statement;
  return { name: { ...source, text: property }, value: name, valueSpan: source.span };
}

const isKey = ({ role }: ColumnDefinition): boolean => role === 'KEY' || role === 'PRIMARY KEY';

const placeOf = ({ topic, schemaId }: Wanted): string =>
  `topic: ${topic}${schemaId === undefined ? '' : `, schema id: ${schemaId}`}`;

function refuse({ plan, statement }: Wanted, message: string): KsqlError {
  return planError(plan, 'SQL_INVALID', statement.name.span, message);
}

const notFound = ({ topic, part, schemaId }: Wanted): string =>
  [
    `Schema for message ${part}s on topic '${topic}' does not exist in the Schema Registry.`,
    `Subject: ${topic}-${part}`,
    ...(schemaId === undefined ? [] : [`Schema Id: ${schemaId}`]),
    'Possible causes include:',
    '- The topic itself does not exist',
    '\t-> Use SHOW TOPICS; to check',
    '- Messages on the topic are not serialized using a format Schema Registry supports',
    `\t-> Use PRINT '${topic}' FROM BEGINNING; to verify`,
    '- Messages on the topic have not been serialized using a Confluent Schema Registry supported serializer',
    '\t-> See https://docs.confluent.io/current/schema-registry/docs/serializer-formatter.html',
    '- The schema is registered on a different instance of the Schema Registry',
    '\t-> Use the REST API to list available subjects\thttps://docs.confluent.io/current/schema-registry/docs/api.html#get--subjects',
    '- You do not have permissions to access the Schema Registry.',
    '\t-> See https://docs.confluent.io/current/schema-registry/docs/security.html',
  ].join('\n');
