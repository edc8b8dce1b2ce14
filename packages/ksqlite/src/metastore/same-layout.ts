import { sourcesOf } from '../formats/json/reading/field-names.ts';
import { type SqlType, sameType } from '../types/sql-type.ts';
import type { Source } from './source.ts';

/** For each column of the reader, the writer's column that it is; -1: none, so it is null. */
export type Layout = readonly number[];

const known = new WeakMap<Source, WeakMap<Source, Layout | 'none'>>();

/**
 * Whether a record written as one source reads as another without being parsed: both JSON, and each value column of
 * the reader is a column of the writer with the very type, or none at all. A changelog read as a stream of values is
 * such a pair. Undefined where it takes parsing.
 */
export function layoutOf(writer: Source, reader: Source): Layout | undefined {
  let layouts = known.get(reader);
  if (layouts === undefined) {
    layouts = new WeakMap();
    known.set(reader, layouts);
  }
  let layout = layouts.get(writer);
  if (layout === undefined) {
    layout = compare(writer, reader) ?? 'none';
    layouts.set(writer, layout);
  }
  return layout === 'none' ? undefined : layout;
}

function compare(writer: Source, reader: Source): Layout | undefined {
  // keys are read as they are written only where the format is the writer's own: a reader without any is the usual case
  if (reader.keys.length > 0 || reader.window !== undefined) return undefined;
  if (reader.timestampColumn !== undefined || reader.headers.length > 0) return undefined;
  if (writer.topic !== reader.topic) return undefined;
  if (!isObject(writer) || !isObject(reader)) return undefined;
  const names = writer.values.map((column) => column.name);
  const layout: number[] = [];
  for (const [i, found] of sourcesOf(
    reader.values.map((column) => column.name),
    names,
  ).entries()) {
    const from = found === undefined ? -1 : names.indexOf(found);
    const written = writer.values[from]?.type;
    const wanted = reader.values[i]?.type;
    if (written !== undefined && wanted !== undefined && !(sameType(written, wanted) && isPlain(written)))
      return undefined;
    layout.push(from < 0 ? -1 : writer.keys.length + from);
  }
  return layout;
}

const isObject = (source: Source): boolean =>
  source.valueFormat === 'JSON' && (source.values.length > 1 || source.wrapsSingle);

/** Types of which the text gives back the very value. (A DECIMAL's Big may have lost its zeros.) */
function isPlain(type: SqlType): boolean {
  switch (type.kind) {
    case 'DECIMAL':
    case 'BYTES':
    case 'MAP':
      return false;
    case 'ARRAY':
      return isPlain(type.element);
    case 'STRUCT':
      return type.fields.every((field) => isPlain(field.type));
    default:
      return true;
  }
}
