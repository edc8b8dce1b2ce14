import { inHashOrder } from '../../../functions/values/java/hash-map.ts';
import { formatType, type SqlType } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { entriesOf, isObject } from '../json-tree.ts';
import { fieldsReader } from './read-fields.ts';
import {
  cantConvert,
  type Read,
  readBoolean,
  readBytes,
  readDecimal,
  readDouble,
  readInteger,
  readMoment,
  readTimestamp,
  readWhole,
} from './read-scalar.ts';
import { readString } from './read-string.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * How to make a value of the type from JSON, with ksqlDB's coercions (`KsqlJsonDeserializer`). The type is walked
 * once, here; `path` is for messages.
 */
export function reader(type: SqlType, path: string): Read {
  switch (type.kind) {
    case 'BOOLEAN':
      return readBoolean(path);
    case 'INTEGER':
      return readInteger(path);
    case 'BIGINT':
      return readWhole('BIGINT', path);
    case 'DOUBLE':
      return readDouble(path);
    case 'DECIMAL':
      return readDecimal(type, path);
    case 'STRING':
      return readString;
    case 'BYTES':
      return readBytes(path);
    case 'DATE':
      return readMoment('DATE', path, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER);
    case 'TIME':
      // The end of the day included, as in `SerdeUtils.returnTimeOrThrow`.
      return readMoment('TIME', path, DAY_MS, 0);
    case 'TIMESTAMP':
      return readTimestamp(path);
    case 'ARRAY':
      return arrayReader(reader(type.element, `${path}[]`), formatType(type), path);
    case 'MAP':
      return mapReader(reader(type.value, `${path}.value`), formatType(type), path);
    case 'STRUCT': {
      const fields = type.fields.map(({ name, type }) => ({ name, read: reader(type, `${path}.${name}`) }));
      const read = fieldsReader(fields, formatType(type), path);
      return (value) => (value === null ? null : read(value));
    }
  }
}

function arrayReader(read: Read, type: string, path: string): Read {
  return (value) => {
    if (value === null) return null;
    if (!Array.isArray(value)) throw cantConvert(value, type, path);
    return value.map(read);
  };
}

/** Every name is a key as it stands. */
function mapReader(read: Read, type: string, path: string): Read {
  return (value) => {
    if (value === null) return null;
    if (!isObject(value)) throw cantConvert(value, type, path);
    const map = new Map<string, SqlValue>();
    for (const [key, item] of entriesOf(value)) map.set(key, read(item));
    return map.size < 2 ? map : inHashOrder(map, map.size);
  };
}
