import { type PlanContext, planError } from '../../analysis/plan-context.ts';
import { HEADERS_TYPE } from '../../metastore/header-value.ts';
import type { ColumnDefinition } from '../../sql/ast/statement.ts';
import { BYTES, formatType, sameType } from '../../types/sql-type.ts';

/**
 * Checks the types of header columns, and that none is declared twice: as ksqlDB's AstBuilder and LogicalSchema.
 *
 * @throws KsqlError SQL_INVALID
 */
export function checkHeaderColumns(context: PlanContext, columns: readonly ColumnDefinition[]): void {
  const seen = new Set<string | undefined>();
  for (const { role, header, type, span } of columns) {
    if (role !== 'HEADERS') continue;
    const called = header === undefined ? 'HEADERS' : `HEADER('${header}')`;
    const wanted = header === undefined ? HEADERS_TYPE : BYTES;
    if (!sameType(type, wanted))
      throw planError(
        context,
        'SQL_INVALID',
        span,
        `Invalid type for ${called} column: expected ${formatType(wanted)}, got ${formatType(type)}`,
        `declare it ${formatType(wanted)}; CAST or FROM_BYTES make another type of it`,
      );
    const known = seen.has(undefined) ? 'HEADERS' : seen.has(header) ? called : undefined;
    if (known !== undefined)
      throw planError(context, 'SQL_INVALID', span, `Schema already contains a ${known} column.`);
    seen.add(header);
  }
}
