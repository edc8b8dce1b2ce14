import { inHashOrder } from '../../functions/values/java/hash-map.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { Codec, Column } from '../codec.ts';
import { decimalSurvival } from '../survival.ts';
import { isWellFormed } from '../text/well-formed.ts';
import type { Nullable } from './schema/connect-type.ts';

/** Whether a value, or NULL, is read back as it is. */
type Keeps = (value: SqlValue) => boolean;

/** Whether a row is read back as it was, by the message that ksqlDB makes of its columns: NULLs become zeros, or empty lists. */
export function survivalInProtobuf(
  columns: readonly Column[],
  nullable: Nullable,
): Required<Codec>['survives'] {
  const checks = columns.map(({ type }) => keeps(type, nullable));
  return (row, first) => checks.every((check, i) => check(row[first + i] ?? null));
}

/** The first day that can be read back: the 1st of January of the year 1, of the Julian calendar. */
const FIRST_DAY = -719_164;
const MS_A_DAY = 86_400_000;

function keeps(type: SqlType, nullable: Nullable): Keeps {
  const keepsNull = nullable !== undefined;
  switch (type.kind) {
    case 'STRING':
      return (value) => (value === null ? keepsNull : isWellFormed(value as string));
    case 'DECIMAL': {
      const fits = decimalSurvival(type.precision, type.scale);
      return (value) => value === null || fits(value);
    }
    case 'DATE':
      return (value) => value === null || (value as number) >= FIRST_DAY;
    case 'TIME':
      return (value) => value !== MS_A_DAY;
    case 'TIMESTAMP':
      return () => true;
    case 'ARRAY': {
      const element = keeps(type.element, nullable);
      return (value) => value !== null && (value as readonly SqlValue[]).every(element);
    }
    case 'MAP':
      return mapKeeps(keeps(type.value, nullable));
    case 'STRUCT': {
      const fields = type.fields.map((field) => keeps(field.type, nullable));
      return (value) =>
        value === null || fields.every((field, i) => field((value as readonly SqlValue[])[i] ?? null));
    }
    default:
      return (value) => keepsNull || value !== null;
  }
}

/** An entry's value that is NULL is read as an empty one. */
const mapKeeps =
  (held: Keeps): Keeps =>
  (value) => {
    if (value === null) return false;
    const entries = value as ReadonlyMap<string, SqlValue>;
    if (inHashOrder(entries) !== entries) return false;
    for (const [key, item] of entries) if (item === null || !isWellFormed(key) || !held(item)) return false;
    return true;
  };
