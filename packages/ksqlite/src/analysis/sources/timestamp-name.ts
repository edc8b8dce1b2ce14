import type { Property } from '../../sql/ast/statement.ts';
import { type PlanContext, refuseUnlessStored } from '../plan-context.ts';

const NAME = '(?:`((?:[^`]|``)+)`|([A-Za-z_@][A-Za-z0-9_@]*))';
const COLUMN = new RegExp(`^\\s*(?:${NAME}\\s*\\.\\s*)?${NAME}\\s*$`, 'u');

/**
 * The column that `TIMESTAMP='…'` names: a reference in a text, as in SQL (ksqlDB's ColumnReferenceParser): in capitals unless it is in
 * backticks; a source's name in front says nothing. Throws KsqlError.
 */
export function timestampName(context: PlanContext, said: Property): string {
  const text = String(said.value);
  const [, , , quoted, plain] = COLUMN.exec(text) ?? [];
  if (quoted !== undefined && context.rules >= 3) return quoted.replaceAll('``', '`');
  if (plain === undefined)
    refuseUnlessStored(
      context,
      said.valueSpan,
      `Cannot parse text that is not column reference: ${text}`,
      "TIMESTAMP='`the-column`'",
    );
  return (plain ?? text).toUpperCase();
}
