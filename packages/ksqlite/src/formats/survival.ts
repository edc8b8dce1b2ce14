/**
 * Which values a format gives back as they were. Who reads a topic gets what its bytes say; a row that was just written is handed to
 * who reads it next only where that is the same. (An empty text is NULL in DELIMITED, JSON has no -0.0, a MAP's
 * entries change places where it was made with more room than they need.)
 */
import type { Big } from 'big.js';
import { inHashOrder } from '../functions/values/java/hash-map.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';
import type { Codec, Column } from './codec.ts';

/** Whether a value, which is not NULL, is read back as it is. */
export type Survives = (value: SqlValue) => boolean;

/** Of a type in a format; undefined: all values are. */
export type SurvivalOf = (type: SqlType) => Survives | undefined;

/**
 * Of whole rows, for a codec.
 *
 * @param nulls whether NULL is read back as NULL
 */
export function survivesRow(
  columns: readonly Column[],
  survivalOf: SurvivalOf,
  nulls: boolean,
): Pick<Codec, 'survives'> {
  const checks = columns.flatMap(({ type }, index) => {
    const survives = survivalOf(type) ?? (nulls ? undefined : ALWAYS);
    return survives === undefined ? [] : [{ index, survives }];
  });
  const count = checks.length;
  if (count === 0) return {};
  return {
    survives: (row, first) => {
      for (let i = 0; i < count; i++) {
        const { index, survives } = checks[i] as (typeof checks)[number];
        const value = row[first + index] ?? null;
        if (value === null ? !nulls : !survives(value)) return false;
      }
      return true;
    },
  };
}

const ALWAYS: Survives = () => true;

/** Of lists, maps and structs, by what they hold. */
export function nestedSurvival(type: SqlType, survivalOf: SurvivalOf): Survives | undefined {
  switch (type.kind) {
    case 'ARRAY': {
      const element = survivalOf(type.element);
      return (
        element && ((value) => (value as readonly SqlValue[]).every((item) => item === null || element(item)))
      );
    }
    case 'MAP': {
      const item = survivalOf(type.value);
      return (value) => {
        const entries = value as ReadonlyMap<string, SqlValue>;
        return (
          inHashOrder(entries, entries.size) === entries &&
          [...entries].every(
            ([key, held]) =>
              !LIKE_A_NUMBER.test(String(key)) && (held === null || item === undefined || item(held)),
          )
        );
      };
    }
    case 'STRUCT': {
      const { survives } = survivesRow(type.fields, survivalOf, true);
      return survives && ((value) => survives(value as readonly SqlValue[], 0));
    }
    default:
      return undefined;
  }
}

/** JavaScript's objects have such keys in front of all others. */
const LIKE_A_NUMBER = /^\d+$/;

/** A DECIMAL of no more digits than its type has, behind the point and in front of it. */
export const decimalSurvival =
  (precision: number, scale: number): Survives =>
  (value) => {
    const { c, e, s } = value as Big;
    const isZero = c.length === 1 && c[0] === 0;
    return isZero ? s > 0 : c.length - 1 - e <= scale && e < precision - scale;
  };
