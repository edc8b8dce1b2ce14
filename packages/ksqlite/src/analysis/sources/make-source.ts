import type { Column, Format } from '../../formats/codec.ts';
import { format } from '../../formats/formats.ts';
import { NONE_FORMAT } from '../../formats/none/none-format.ts';
import { isSchemaFormat } from '../../formats/schema-format.ts';
import type { HeaderColumn, Source, SourceSchemas, WindowInfo } from '../../metastore/source.ts';
import type { RegisteredSchema } from '../../schemas/schema-registry.ts';
import type { Span } from '../../sql/ast/span.ts';
import type { SourceKind } from '../../sql/ast/statement.ts';
import { type PlanContext, planError } from '../plan-context.ts';
import { unknownFormat } from './format-properties.ts';
import { refuseMapKeys } from './map-keys.ts';
import { timestampColumn } from './timestamp-column.ts';
import { topicCodec } from './topic-codecs.ts';
import type { SourceProperties } from './with-properties.ts';

export interface SourceShape {
  readonly kind: SourceKind;
  readonly name: string;
  readonly keys: readonly Column[];
  readonly values: readonly Column[];
  readonly headers: readonly HeaderColumn[];
  readonly window: WindowInfo | undefined;
  readonly readOnly: boolean;
  readonly ofQuery: boolean;
  readonly sql: string;
}

/** Makes a source of its columns and properties; checks that the formats can hold them. Throws KsqlError. */
export function makeSource(
  context: PlanContext,
  span: Span,
  shape: SourceShape,
  properties: SourceProperties,
  partitions: number,
): Source {
  const isKeyless = shape.keys.length === 0;
  const keyFormatName = isKeyless && context.rules < 3 ? 'NONE' : properties.keyFormat;
  const keyFormat = format(keyFormatName);
  const valueFormat = format(properties.valueFormat);
  if (keyFormat === undefined) throw unknownFormat(context, span, keyFormatName);
  if (valueFormat === undefined) throw unknownFormat(context, span, properties.valueFormat);
  refuseMapKeys(context, span, shape.keys);
  // a stream without key columns has a format all the same, which its records have no use for
  const keyCodecs = isKeyless ? NONE_FORMAT : keyFormat;
  checkColumns(context, span, keyCodecs, 'key', shape.keys);
  checkColumns(context, span, valueFormat, 'value', shape.values);
  if (properties.wrapSingle !== undefined && shape.values.length !== 1)
    throw planError(
      context,
      'SQL_INVALID',
      span,
      "'WRAP_SINGLE_VALUE' is only valid for single-field value schemas",
    );
  const { delimiters } = properties;
  const wrapSingle = properties.wrapSingle ?? context.properties.wrapSingleValues;
  const topic = properties.topic ?? shape.name;
  const { schemas } = properties;
  const part = { topic, wrapSingle, isSink: shape.ofQuery };
  const key = topicCodec(context, span, keyCodecs, shape.keys, {
    ...part,
    role: 'key',
    delimiter: delimiters.key,
    properties: schemas?.key,
  });
  const value = topicCodec(context, span, valueFormat, shape.values, {
    ...part,
    role: 'value',
    delimiter: delimiters.value,
    properties: schemas?.value,
  });
  return {
    ...shape,
    topic,
    partitions,
    keyFormat: keyFormat.name,
    valueFormat: valueFormat.name,
    delimiters,
    wrapsSingle: wrapSingle,
    keyCodec: key.codec,
    valueCodec: value.codec,
    ...sourceSchemas([keyCodecs, valueFormat], schemas, [key.writer, value.writer]),
    ...timestampColumn(context, span, [...shape.keys, ...shape.values], properties),
  };
}

/** Nothing of formats whose records name no schema, unless something is said of them. */
function sourceSchemas(
  formats: readonly Format[],
  { key = NO_PROPERTIES, value = NO_PROPERTIES }: Partial<SourceSchemas> = {},
  writers: readonly (RegisteredSchema | undefined)[],
): Pick<Source, 'schemas'> {
  // PROTOBUF_NOSR has no schemas, and says null in several ways all the same
  const isSaid = [key, value].some(({ nullable }) => nullable !== undefined);
  if (!isSaid && !formats.some(isSchemaFormat)) return {};
  return { schemas: { key, value, writers: writers.filter((writer) => writer !== undefined) } };
}

const NO_PROPERTIES = { schemaId: undefined, fullName: undefined, nullable: undefined };

/** Throws KsqlError where a format can't hold the columns, with one that can. */
function checkColumns(
  context: PlanContext,
  span: Span,
  holder: Format,
  role: 'key' | 'value',
  columns: readonly Column[],
): void {
  const refused = holder.refuse(columns, role);
  if (refused === undefined) return;
  const isHeldByJson = holder.name !== 'JSON' && format('JSON')?.refuse(columns, role) === undefined;
  const hint = isHeldByJson ? `say ${role.toUpperCase()}_FORMAT='JSON' in WITH (…)` : undefined;
  throw planError(context, 'SQL_INVALID', span, refused, hint);
}
