/**
 * What becomes of a record: a document is written, or taken away (the plug-in's DataConverter). The version of a document whose id is the
 * record's key is the record's offset + 1: what is sent again, or late, is told from what is newer. An id always comes from one partition,
 * since records of a key do.
 */
import { jsonOf } from '../../converters/json/json-of.ts';
import type { Data } from '../../data.ts';
import type { SinkRecord } from '../../port.ts';
import type { OpenSearchConfig } from '../opensearch-config.ts';
import { indexName } from './index-name.ts';

/** What one line of `_bulk`, or two, do. */
export interface Operation {
  readonly record: SinkRecord;
  readonly index: string;
  readonly id: string;
  /** undefined: by its place on the topic, of which there is one record */
  readonly version: number | undefined;
  /** The document as JSON; undefined: it is deleted. */
  readonly document: string | undefined;
}

/** A record of which no document can be made. */
export class InvalidRecord extends Error {
  override readonly name = 'DataException';
}

/**
 * @returns undefined: nothing is to be done
 * @throws InvalidRecord
 */
export function operationOf(
  record: SinkRecord,
  { ignoresKey, onNull, indexes }: Pick<OpenSearchConfig, 'ignoresKey' | 'onNull' | 'indexes'>,
): Operation | undefined {
  const { key, value, origin } = record;
  const { topic, partition, offset } = origin;
  const isNull = value === null || value.value === null;
  if (isNull && onNull === 'ignore') return undefined;
  if (isNull && onNull === 'fail')
    throw new InvalidRecord('its value is null (behavior.on.null.values=delete takes its document away)');
  const byPlace = ignoresKey(topic);
  // nothing was ever written for it
  if (isNull && (byPlace || key === null || key.value === null)) return undefined;
  return {
    record,
    index: indexes.get(topic) ?? indexName(topic),
    id: byPlace ? `${topic}+${partition}+${offset}` : documentId(key),
    version: byPlace ? undefined : offset + 1,
    document: isNull ? undefined : jsonOf(value.schema, value.value, true),
  };
}

const WHOLE = new Set(['int8', 'int16', 'int32', 'int64']);

/** DataConverter.convertKey: whole numbers and texts. */
function documentId(key: Data | null): string {
  if (key === null || key.value === null)
    throw new InvalidRecord('its key is null, and has to be the id of a document');
  const { schema, value } = key;
  const isWhole = typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
  if (typeof value !== 'string' && !(isWhole && (schema === undefined || WHOLE.has(schema.type))))
    throw new InvalidRecord(
      `its key is ${schema?.type ?? kindOf(value)}, and the id of a document is a text or a whole number: give the topic such a key (PARTITION BY a field of it), or set key.ignore`,
    );
  if (value === '') throw new InvalidRecord('its key is empty, and has to be the id of a document');
  return String(value);
}

const kindOf = (value: Data['value']): string =>
  Array.isArray(value)
    ? 'an array'
    : value instanceof Uint8Array
      ? 'bytes'
      : typeof value === 'object'
        ? 'a struct'
        : `a ${typeof value}`;
