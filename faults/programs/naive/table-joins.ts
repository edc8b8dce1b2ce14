import type { Join } from 'ksqlite/internals';
import { both, inOrder } from './join-input.ts';
import type { Columns } from './naive-row.ts';
import { keyText, type NaiveChange } from './naive-tables.ts';

/** The row of a table, as it is known by its key. */
interface Known {
  readonly columns: Columns;
  readonly ts: number;
}

/** Two tables on their primary keys: a change of one is looked up in the other. */
export function joinTables(
  type: Join['type'],
  left: readonly NaiveChange[],
  right: readonly NaiveChange[],
): readonly NaiveChange[] {
  const rows = { left: new Map<string, Known>(), right: new Map<string, Known>() };
  const isAlone = { left: type === 'LEFT' || type === 'OUTER', right: type === 'RIGHT' || type === 'OUTER' };
  return inOrder(left, right).flatMap(({ side, row: change }): readonly NaiveChange[] => {
    const { key, ts, next, old } = change;
    const text = keyText(key);
    if (next === undefined) rows[side].delete(text);
    else rows[side].set(text, { columns: next, ts });
    const other = rows[side === 'left' ? 'right' : 'left'].get(text);
    // nothing was there, and nothing is
    if (other === undefined && (!isAlone[side] || (next === undefined && old === undefined))) return [];
    const pair = (own: Columns | undefined): Columns | undefined => {
      const [l, r] = side === 'left' ? [own, other?.columns] : [other?.columns, own];
      if (l === undefined ? r === undefined || !isAlone.right : r === undefined && !isAlone.left)
        return undefined;
      return both(l, r);
    };
    return [{ ...change, ts: Math.max(ts, other?.ts ?? ts), next: pair(next), old: pair(old) }];
  });
}
