import type { Join } from '../../sql/ast/query.ts';
import type { JoinInput } from '../analysed-query.ts';
import { type PlanContext, planError } from '../plan-context.ts';

/** Refuses joins that ksqlDB refuses, or that are not supported, by the kinds of their sources. Throws KsqlError. */
export function validateJoin(context: PlanContext, join: Join, first: JoinInput, right: JoinInput): void {
  const kinds = `${first.kind}-${right.kind}`;
  if (kinds === 'TABLE-STREAM')
    throw planError(
      context,
      'SQL_INVALID',
      join.span,
      `Invalid join order: table-stream joins are not supported; only stream-table joins.`,
      'put the stream first: FROM stream JOIN table ON …',
    );
  if (right.kind === 'TABLE') {
    if (join.within !== undefined)
      throw planError(
        context,
        'SQL_INVALID',
        join.within.span,
        `A window definition was provided for a ${kinds === 'TABLE-TABLE' ? 'Table-Table' : 'Stream-Table'} join.`,
        'leave WITHIN out',
      );
    if (first.kind === 'STREAM' && (join.type === 'RIGHT' || join.type === 'OUTER'))
      throw planError(
        context,
        'SQL_INVALID',
        join.span,
        `${join.type} joins between a stream and a table are not supported.`,
        'use LEFT JOIN with the stream on the left',
      );
    for (const input of [first, right])
      if (input.kind === 'TABLE' && input.window !== undefined)
        throw planError(context, 'SQL_UNSUPPORTED', input.span, 'a join with a windowed table');
    return;
  }
  if (join.within === undefined)
    throw planError(
      context,
      'SQL_INVALID',
      join.span,
      'Stream-Stream joins must have a WITHIN clause specified.',
      'say how far apart the records may be: JOIN … WITHIN 5 SECONDS GRACE PERIOD 0 SECONDS ON …',
    );
}
