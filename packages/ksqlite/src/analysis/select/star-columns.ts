/** What `*` stands for in a SELECT list, in ksqlDB's order (resolveSelectStar of its plan nodes). */
import type { Expression } from '../../sql/ast/expression.ts';
import type { SelectAll } from '../../sql/ast/query.ts';
import { referenceTo, type Schema, type SchemaColumn } from '../names/schema.ts';
import type { PlanContext } from '../plan-context.ts';

export interface StarColumn {
  readonly name: string;
  readonly expression: Expression;
}

/** The columns of `*`, or of `source.*`; none: there is no such source. */
export type Star = (item: SelectAll) => readonly StarColumn[];

/**
 * Every source's columns, keys first. In a join each column has its source's name in front. A client gets a windowed source's bounds
 * as well, behind the key columns; so does the stream that a join makes, where they have no reserved names.
 */
export function plainStar(context: PlanContext, columns: Schema): Star {
  const isJoin = hasSeveralSources(columns);
  const stored = columns.filter(({ role }) => role !== 'pseudo');
  const showsBounds = context.transient || (isJoin && context.rules >= 3);
  const bounds = showsBounds ? columns.filter(isBound) : [];
  const ordered = [...new Set(stored.map(({ alias }) => alias))].flatMap((alias) => {
    const own = stored.filter((column) => column.alias === alias);
    if (bounds.length === 0) return own;
    return [
      ...own.filter(({ role }) => role === 'key'),
      ...bounds.filter((column) => column.alias === alias),
      ...own.filter(({ role }) => role !== 'key'),
    ];
  });
  return ({ source, span }) =>
    ordered
      .filter(({ alias }) => source === undefined || alias === source.text)
      .map((column) => ({
        name: isJoin ? joinedName(column) : column.name,
        expression: referenceTo(column, span),
      }));
}

export const hasSeveralSources = (columns: Schema): boolean =>
  new Set(columns.map(({ alias }) => alias).filter((alias) => alias !== '')).size > 1;

/** As ksqlDB calls a column of a join: its source's name in front. */
export const joinedName = ({ alias, name }: Pick<SchemaColumn, 'alias' | 'name'>): string =>
  alias === '' ? name : `${alias}_${name}`;

export const isBound = ({ name, role }: SchemaColumn): boolean =>
  role === 'pseudo' && /^WINDOW(START|END)$/.test(name);
