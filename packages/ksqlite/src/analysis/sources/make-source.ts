import type { Column } from '../../formats/codec.ts';
import { format } from '../../formats/formats.ts';
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
  const keyFormatName = shape.keys.length === 0 ? 'NONE' : properties.keyFormat;
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
  const refused = keyFormat.refuse(shape.keys, 'key') ?? valueFormat.refuse(shape.values, 'value');
  if (refused !== undefined) throw planError(context, 'SQL_INVALID', span, refused);
  if (properties.wrapSingle !== undefined && shape.values.length !== 1)
    throw planError(
      context,
      'SQL_INVALID',
      span,
      "'WRAP_SINGLE_VALUE' is only valid for single-field value schemas",
    );
  const options = { delimiter: properties.delimiter, wrapSingle: properties.wrapSingle ?? true };
  return {
    ...shape,
    topic: properties.topic ?? shape.name,
    partitions,
    keyFormat: keyFormat.name,
    valueFormat: valueFormat.name,
    delimiter: properties.delimiter,
    wrapsSingle: options.wrapSingle,
    keyCodec: keyFormat.codec(shape.keys, { ...options, role: 'key' }),
    valueCodec: valueFormat.codec(shape.values, { ...options, role: 'value' }),
    ...timestampColumn(context, span, [...shape.keys, ...shape.values], properties),
  };
}
