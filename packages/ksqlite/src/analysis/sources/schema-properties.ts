/**
 * What WITH says of schemas, checked as ksqlDB checks it (CommonCreateConfigs, CreateSourceProperties, FormatProperties and the
 * properties of each format).
 */
import type { Format } from '../../formats/codec.ts';
import { format } from '../../formats/formats.ts';
import { isSchemaFormat } from '../../formats/schema-format.ts';
import type { SchemaProperties } from '../../metastore/source.ts';
import type { Property } from '../../sql/ast/statement.ts';
import { type PlanContext, planError } from '../plan-context.ts';

type Properties = ReadonlyMap<string, Property>;

const OLD_FULL_NAME = 'VALUE_AVRO_SCHEMA_FULL_NAME';

/** The names that are read here. */
export const SCHEMA_PROPERTIES = [
  'KEY_SCHEMA_ID',
  'VALUE_SCHEMA_ID',
  'KEY_SCHEMA_FULL_NAME',
  'VALUE_SCHEMA_FULL_NAME',
  OLD_FULL_NAME,
  'KEY_PROTOBUF_NULLABLE_REPRESENTATION',
  'VALUE_PROTOBUF_NULLABLE_REPRESENTATION',
];

/**
 * Of a key or a value. Throws KsqlError.
 *
 * @param formatName in upper case
 * @param sourceName the new stream or table: an AVRO key is named after it
 * @param inherited of the source that a new one is made of, where its format is the same
 */
export function schemaProperties(
  context: PlanContext,
  properties: Properties,
  role: 'key' | 'value',
  formatName: string,
  sourceName: string,
  inherited?: SchemaProperties,
): SchemaProperties {
  const prefix = role.toUpperCase();
  const said = format(formatName);
  const saidId = properties.get(`${prefix}_SCHEMA_ID`);
  const schemaId = idOf(context, saidId);
  if (saidId !== undefined && said !== undefined && !isSchemaFormat(said))
    throw planError(
      context,
      'SQL_INVALID',
      saidId.name.span,
      `${prefix}_FORMAT should support schema inference when ${prefix}_SCHEMA_ID is provided. Current format is ${formatName}.`,
      `leave ${prefix}_SCHEMA_ID out`,
    );
  const ownName = nameProperty(context, properties, prefix);
  if (ownName !== undefined) checkName(context, ownName, said, formatName);
  const own = ownName === undefined ? undefined : String(ownName.value).trim();
  const byDefault = formatName === 'AVRO' && role === 'key' ? avroKeyName(sourceName) : undefined;
  return {
    schemaId,
    fullName: own ?? byDefault ?? (formatName === 'PROTOBUF' ? inherited?.fullName : undefined),
    nullable: nullableOf(context, properties.get(`${prefix}_PROTOBUF_NULLABLE_REPRESENTATION`), formatName),
  };
}

function idOf(context: PlanContext, said: Property | undefined): number | undefined {
  if (said === undefined) return undefined;
  const id = Number(said.value);
  if (Number.isInteger(id) && /^\s*-?\d+\s*$/.test(String(said.value))) return id;
  throw planError(context, 'SQL_INVALID', said.valueSpan, `${said.name.text} must be a whole number`);
}

function nameProperty(context: PlanContext, properties: Properties, prefix: string): Property | undefined {
  const old = prefix === 'VALUE' ? properties.get(OLD_FULL_NAME) : undefined;
  const said = properties.get(`${prefix}_SCHEMA_FULL_NAME`);
  if (old !== undefined && said !== undefined)
    throw planError(
      context,
      'SQL_INVALID',
      old.name.span,
      `Cannot supply both '${OLD_FULL_NAME}' and 'VALUE_SCHEMA_FULL_NAME' properties. Please only set 'VALUE_SCHEMA_FULL_NAME'.`,
      `leave ${OLD_FULL_NAME} out`,
    );
  return old ?? said;
}

function checkName(context: PlanContext, said: Property, held: Format | undefined, formatName: string): void {
  if (held !== undefined && !isSchemaFormat(held))
    throw planError(
      context,
      'SQL_INVALID',
      said.name.span,
      `${formatName} does not support the following configs: [fullSchemaName]`,
      `leave ${said.name.text} out`,
    );
  if (String(said.value).trim() === '')
    throw planError(
      context,
      'SQL_INVALID',
      said.valueSpan,
      `fullSchemaName cannot be empty. Format configuration: {fullSchemaName=${String(said.value)}}`,
      `leave ${said.name.text} out`,
    );
}

function nullableOf(
  context: PlanContext,
  said: Property | undefined,
  formatName: string,
): SchemaProperties['nullable'] {
  if (said === undefined) return undefined;
  if (formatName !== 'PROTOBUF' && formatName !== 'PROTOBUF_NOSR')
    throw planError(
      context,
      'SQL_INVALID',
      said.name.span,
      `Property ${said.name.text} can only be enabled with protobuf format`,
      `leave ${said.name.text} out`,
    );
  const value = String(said.value);
  if (value === 'OPTIONAL' || value === 'WRAPPER') return value;
  throw planError(
    context,
    'SQL_INVALID',
    said.valueSpan,
    `Invalid value ${value} for property ${said.name.text}: String must be one of: OPTIONAL, WRAPPER, null`,
  );
}

/** AvroFormat.getKeySchemaName: each stream and table has a name of its own, so that classes made of them do not collide. */
function avroKeyName(sourceName: string): string {
  const camel = sourceName
    .split('_')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
    .join('');
  return `io.confluent.ksql.avro_schemas.${camel}Key`;
}
