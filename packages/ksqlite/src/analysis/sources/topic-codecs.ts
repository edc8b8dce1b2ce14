/** The codecs of a topic's keys and values, and the schemas that they write with. */
import type { Codec, Column, Format, FormatOptions } from '../../formats/codec.ts';
import { isSchemaFormat, SchemaError, type SchemaFormat } from '../../formats/schema-format.ts';
import type { SchemaProperties } from '../../metastore/source.ts';
import type { RegisteredSchema } from '../../schemas/schema-registry.ts';
import type { Span } from '../../sql/ast/span.ts';
import { formatType } from '../../types/sql-type.ts';
import { type PlanContext, planError } from '../plan-context.ts';

/** What is said of a key or a value, beside its format and its columns. */
export interface TopicPart extends Pick<FormatOptions, 'role' | 'wrapSingle' | 'delimiter'> {
  readonly topic: string;
  readonly properties: SchemaProperties | undefined;
  /** A query writes the topic. */
  readonly isSink: boolean;
}

/** Reads and writes the columns; a format whose records name a schema gets the one that it writes with. Throws KsqlError. */
export function topicCodec(
  context: PlanContext,
  span: Span,
  format: Format,
  columns: readonly Column[],
  part: TopicPart,
): { readonly codec: Codec; readonly writer: RegisteredSchema | undefined } {
  const { role, wrapSingle, delimiter, properties } = part;
  const options: FormatOptions = {
    role,
    delimiter,
    wrapSingle: role === 'value' && wrapSingle,
    fullName: properties?.fullName,
    nullable: properties?.nullable,
  };
  if (!isSchemaFormat(format))
    return { codec: format.codec(columns, { ...options, wrapSingle }), writer: undefined };
  const writer = writerOf(context, span, format, columns, options, part);
  const schemas = { lookup: context.schemas.lookup, writer };
  return { codec: format.codec(columns, { ...options, schemas }), writer };
}

function writerOf(
  context: PlanContext,
  span: Span,
  format: SchemaFormat,
  columns: readonly Column[],
  options: FormatOptions,
  { topic, role, properties, isSink }: TopicPart,
): RegisteredSchema | undefined {
  const check = (schema: RegisteredSchema): void => {
    checkColumns(columns, format.columnsOf(schema, { ...options, keepsNames: true }), role);
    format.payloadCodec(columns, schema, options);
  };
  try {
    return context.schemas.writer({
      subject: `${topic}-${role}`,
      role,
      type: format.schemaType,
      schema: format.schemaOf(columns, options),
      schemaId: properties?.schemaId,
      isSink,
      check,
    });
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw planError(context, 'SQL_INVALID', span, error.message);
  }
}

/** DefaultSchemaInjector.checkColumnsCompatibility: each column has its name, type and place in the schema. Throws SchemaError. */
function checkColumns(columns: readonly Column[], inSchema: readonly Column[], role: 'key' | 'value'): void {
  const textOf = ({ name, type }: Column): string =>
    `\`${name}\` ${formatType(type)}${role === 'key' ? ' KEY' : ''}`;
  const changed = columns.filter((column, index) => {
    const found = inSchema[index];
    return found === undefined || textOf(found) !== textOf(column);
  });
  if (changed.length === 0) return;
  throw new SchemaError(
    `The following ${role} columns are changed, missing or reordered: [${changed.map(textOf).join(', ')}]. Schema from schema registry is [${inSchema.map(textOf).join(', ')}]`,
  );
}
