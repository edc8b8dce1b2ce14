import type { Span } from '../../sql/ast/span.ts';
import { isNumeric, type SqlType } from '../../types/sql-type.ts';
import type { Compiled } from '../compiled.ts';
import type { Compiler } from '../compiler.ts';
import { typeError, typeName } from '../errors/type-error.ts';

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';
export interface Sides {
  readonly left: SqlType;
  readonly right: SqlType;
}

const TIMES: ReadonlySet<SqlType['kind']> = new Set(['DATE', 'TIMESTAMP']);
const isTime = (type: SqlType): boolean => TIMES.has(type.kind) || type.kind === 'TIME';

/**
 * The types of the two sides, when they compare: numbers with numbers; STRING with STRING, and with dates, times and
 * timestamps that it is read as; DATE with TIMESTAMP; the others with their like, and of those BOOLEAN, ARRAY, MAP
 * and STRUCT for equality only (ksqlDB's ComparisonUtil).
 *
 * Throws KsqlError SQL_TYPE when they do not.
 */
export function assertComparable(
  compiler: Compiler,
  operator: Comparison,
  { type: left }: Compiled,
  { type: right }: Compiled,
  span: Span,
): Sides {
  if (left === undefined || right === undefined) {
    throw typeError(
      compiler,
      span,
      `Comparison with NULL not supported: ${typeName(left)} ${operator} ${typeName(right)}`,
      "Use 'IS NULL' or 'IS NOT NULL' instead.",
    );
  }
  if (!comparable(left, right)) {
    throw typeError(
      compiler,
      span,
      `${typeName(left)} does not compare with ${typeName(right)}`,
      'CAST one side to the type of the other.',
    );
  }
  if (!hasOrder(left) && operator !== '=' && operator !== '<>') {
    throw typeError(
      compiler,
      span,
      `${typeName(left)} has no order for ${operator}`,
      'It compares with = and <>.',
    );
  }
  return { left, right };
}

function comparable(left: SqlType, right: SqlType): boolean {
  if (left.kind === right.kind || (isNumeric(left) && isNumeric(right))) return true;
  if (left.kind === 'STRING') return isTime(right);
  if (right.kind === 'STRING') return isTime(left);
  return TIMES.has(left.kind) && TIMES.has(right.kind);
}

const UNORDERED: ReadonlySet<SqlType['kind']> = new Set(['BOOLEAN', 'ARRAY', 'MAP', 'STRUCT']);
const hasOrder = (type: SqlType): boolean => !UNORDERED.has(type.kind);
