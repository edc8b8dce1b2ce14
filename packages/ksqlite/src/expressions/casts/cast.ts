import { type SqlType, sameType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { castNested } from './cast-nested.ts';
import { castNumber } from './cast-number.ts';
import { parseText } from './parse-text.ts';
import { textOf } from './text-of.ts';
import { dateToTimestamp, timestampToDate, timestampToTime } from './time-values.ts';

export type Convert = (value: SqlValue) => SqlValue;

/**
 * The explicit CAST from one type to another; undefined where ksqlDB has none (its CastEvaluator). NULL stays NULL.
 * The function throws EvaluationError for a value that has no counterpart: an overflow, a text that is not a number.
 */
export function cast(from: SqlType, to: SqlType): Convert | undefined {
  if (sameType(from, to)) return (value) => value;
  const convert = ofPresent(from, to);
  return convert && ((value) => (value === null ? null : convert(value)));
}

function ofPresent(from: SqlType, to: SqlType): Convert | undefined {
  if (to.kind === 'STRING') return from.kind === 'BYTES' ? undefined : textOf(from);
  switch (from.kind) {
    case 'INTEGER':
    case 'BIGINT':
    case 'DECIMAL':
    case 'DOUBLE':
      return castNumber(from, to);
    case 'STRING':
      return parseText(to);
    case 'TIMESTAMP':
      return to.kind === 'DATE' ? timestampToDate : to.kind === 'TIME' ? timestampToTime : undefined;
    case 'DATE':
      return to.kind === 'TIMESTAMP' ? dateToTimestamp : undefined;
    default:
      return castNested(from, to, cast);
  }
}
