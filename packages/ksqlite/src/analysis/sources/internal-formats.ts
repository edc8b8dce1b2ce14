import type { Column } from '../../formats/codec.ts';
import { format } from '../../formats/formats.ts';
import type { Span } from '../../sql/ast/span.ts';
import { type PlanContext, planError } from '../plan-context.ts';

/**
 * The key format of an internal topic: the wanted one, or JSON where that can't hold the columns. Its values are JSON
 * (differs: internal-formats).
 * ksqlDB also takes JSON for a DECIMAL where DELIMITED is wanted (differs: join-key-formats).
 *
 * @throws KsqlError SQL_INVALID when JSON can't hold them either
 */
export function internalKeyFormat(
  context: PlanContext,
  span: Span,
  keys: readonly Column[],
  values: readonly Column[],
  wanted: string,
): string {
  const fits = wanted !== 'NONE' && format(wanted)?.refuse(keys, 'key') === undefined;
  const chosen = fits ? wanted : 'JSON';
  const refused = format(chosen)?.refuse(keys, 'key') ?? format('JSON')?.refuse(values, 'value');
  if (refused !== undefined) throw planError(context, 'SQL_INVALID', span, refused);
  return chosen;
}
