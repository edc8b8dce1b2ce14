import { MILLIS_PER_DAY } from '../../functions/values/time/civil-date.ts';
import { parseDateText, parseTimestampText, parseTimeText } from '../../functions/values/time/time-text.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';

export const dateToTimestamp = (value: SqlValue): number => (value as number) * MILLIS_PER_DAY;
export const timestampToDate = (value: SqlValue): number => Math.floor((value as number) / MILLIS_PER_DAY);
export const timestampToTime = (value: SqlValue): number =>
  (value as number) - timestampToDate(value) * MILLIS_PER_DAY;

/** How a value is read for a comparison with another type's; undefined: as it is. Throws for a text that is not a time. */
export function instantReader(type: SqlType, other: SqlType): ((value: SqlValue) => SqlValue) | undefined {
  if (type.kind === 'DATE' && other.kind === 'TIMESTAMP') return dateToTimestamp;
  return type.kind === 'STRING' ? timeParser(other) : undefined;
}

/** Reads a STRING as a date, a time or a timestamp; undefined for other types. */
export function timeParser(type: SqlType): ((value: SqlValue) => SqlValue) | undefined {
  switch (type.kind) {
    case 'DATE':
      return (value) => parseDateText(value as string);
    case 'TIME':
      return (value) => parseTimeText(value as string);
    case 'TIMESTAMP':
      return (value) => parseTimestampText(value as string);
    default:
      return undefined;
  }
}
