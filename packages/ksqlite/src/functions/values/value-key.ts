import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';

/** What stands for a value as the key of a JavaScript Set or Map. */
export type ValueKey = string | number | bigint | boolean | null;

/**
 * A key per value such that two values of the type have the same key exactly when `equalValues` holds. Values that
 * JavaScript compares by value are their own keys, so that nothing is allocated for them.
 */
export function valueKey(type: SqlType): (value: SqlValue) => ValueKey {
  switch (type.kind) {
    case 'DOUBLE':
      return (value) => (Object.is(value, -0) ? '-0' : (value as number | null));
    case 'DECIMAL':
    case 'BYTES':
    case 'ARRAY':
    case 'MAP':
    case 'STRUCT': {
      const write = canonical(type);
      return (value) => (value === null ? null : write(value));
    }
    default:
      return (value) => value as ValueKey;
  }
}

/** A text that only equal values share: lengths go before contents, so that no content can imitate a border. */
function canonical(type: SqlType): (value: SqlValue) => string {
  const write = canonicalOfPresent(type);
  return (value) => (value === null ? 'n' : write(value));
}

function canonicalOfPresent(type: SqlType): (value: SqlValue) => string {
  switch (type.kind) {
    case 'BYTES':
      return (value) => sized((value as Buffer).toString('latin1'));
    case 'ARRAY': {
      const element = canonical(type.element);
      return (value) => sized((value as readonly SqlValue[]).map(element).join(''));
    }
    case 'STRUCT': {
      const fields = type.fields.map((field) => canonical(field.type));
      return (value) =>
        sized(fields.map((field, i) => field((value as readonly SqlValue[])[i] ?? null)).join(''));
    }
    case 'MAP': {
      const entry = canonical(type.value);
      return (value) =>
        sized(
          [...(value as ReadonlyMap<string, SqlValue>)]
            .map(([key, item]) => sized(key) + entry(item))
            .sort()
            .join(''),
        );
    }
    case 'DOUBLE':
      return (value) => sized(Object.is(value, -0) ? '-0' : String(value));
    default:
      return (value) => sized(String(value));
  }
}

const sized = (text: string): string => `${text.length}:${text}`;
