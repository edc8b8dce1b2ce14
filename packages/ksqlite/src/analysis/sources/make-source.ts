import type { Column } from '../../formats/codec.ts';
import { format } from '../../formats/formats.ts';
import { NONE_FORMAT } from '../../formats/none/none-format.ts';
import type { HeaderColumn, Source, WindowInfo } from '../../metastore/source.ts';
import type { Span } from '../../sql/ast/span.ts';
import type { SourceKind } from '../../sql/ast/statement.ts';
import { type PlanContext, planError } from '../plan-context.ts';
import { refuseMapKeys } from './map-keys.ts';
import { timestampColumn } from './timestamp-column.ts';
import type { SourceProperties } from './with-properties.ts';

export interface SourceShape {
  readonly kind: SourceKind;
  readonly name: string;
  readonly keys: readonly Column[];
  readonly values: readonly Column[];
  readonly headers: readonly HeaderColumn[];
  readonly window: WindowInfo | undefined;
  readonly readOnly: boolean;
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
  if (keyFormat === undefined || valueFormat === undefined) {
    const missing = keyFormat === undefined ? keyFormatName : properties.valueFormat;
    throw planError(
      context,
      'SQL_UNSUPPORTED',
      span,
      `the format ${missing}`,
      'this engine has JSON, KAFKA, DELIMITED and NONE',
    );
  }
  refuseMapKeys(context, span, shape.keys);
  // a stream without key columns has a format all the same, which its records have no use for
  const keyCodecs = isKeyless ? NONE_FORMAT : keyFormat;
  const refused = keyCodecs.refuse(shape.keys, 'key') ?? valueFormat.refuse(shape.values, 'value');
  if (refused !== undefined) throw planError(context, 'SQL_INVALID', span, refused);
  if (properties.wrapSingle !== undefined && shape.values.length !== 1)
    throw planError(
      context,
      'SQL_INVALID',
      span,
      "'WRAP_SINGLE_VALUE' is only valid for single-field value schemas",
    );
  const { delimiters } = properties;
  const wrapSingle = properties.wrapSingle ?? context.properties.wrapSingleValues;
  return {
    ...shape,
    topic: properties.topic ?? shape.name,
    partitions,
    keyFormat: keyFormat.name,
    valueFormat: valueFormat.name,
    delimiters,
    wrapsSingle: wrapSingle,
    keyCodec: keyCodecs.codec(shape.keys, { delimiter: delimiters.key, wrapSingle, role: 'key' }),
    valueCodec: valueFormat.codec(shape.values, { delimiter: delimiters.value, wrapSingle, role: 'value' }),
    ...timestampColumn(context, span, [...shape.keys, ...shape.values], properties),
  };
}
