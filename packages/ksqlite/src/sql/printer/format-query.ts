import type { Query, Relation, SelectItem, SortItem, Window, Within } from '../ast/query.ts';
import { formatDuration } from './durations.ts';
import { formatAll, formatExpression } from './format-expression.ts';
import { formatName } from './names.ts';

/** A SELECT, a clause a line, as ksqlDB prints it. */
export function formatQuery(query: Query): string {
  const lines = [
    `SELECT${formatSelect(query.select)}`,
    `FROM ${formatRelation(query.from)}`,
    query.window && `WINDOW ${formatWindow(query.window)}`,
    query.where && `WHERE ${formatExpression(query.where)}`,
    query.groupBy.length > 0 && `GROUP BY ${formatAll(query.groupBy)}`,
    query.partitionBy.length > 0 && `PARTITION BY ${formatAll(query.partitionBy)}`,
    query.having && `HAVING ${formatExpression(query.having)}`,
    query.orderBy && `ORDER BY ${query.orderBy.items.map(formatSortItem).join(', ')}`,
    query.emit && `EMIT ${query.emit}`,
    query.limit !== undefined && `LIMIT ${query.limit}`,
    query.offset && `OFFSET ${query.offset.rows}`,
  ];
  return lines.filter((line) => typeof line === 'string').join('\n');
}

const formatSortItem = ({ expression, descending }: SortItem): string =>
  `${formatExpression(expression)}${descending ? ' DESC' : ''}`;

function formatSelect(items: readonly SelectItem[]): string {
  const formatted = items.map(formatItem);
  return formatted.length === 1 ? ` ${formatted[0]}` : `\n  ${formatted.join(',\n  ')}`;
}

function formatItem(item: SelectItem): string {
  if (item.kind === 'SelectAll') return item.source === undefined ? '*' : `${formatName(item.source.text)}.*`;
  if (item.kind === 'SelectFields') return `${formatExpression(item.base)}->*`;
  const expression = formatExpression(item.expression);
  return item.alias === undefined ? expression : `${expression} ${formatName(item.alias.text)}`;
}

function formatRelation(relation: Relation): string {
  if (relation.kind === 'AliasedSource') {
    const name = formatName(relation.name.text);
    return relation.alias === undefined ? name : `${name} ${formatName(relation.alias.text)}`;
  }
  const type =
    relation.type === 'OUTER' ? 'FULL OUTER' : relation.type === 'INNER' ? 'INNER' : `${relation.type} OUTER`;
  const within = relation.within === undefined ? '' : ` WITHIN ${formatWithin(relation.within)}`;
  const right = formatRelation(relation.right);
  return `${formatRelation(relation.left)}\n${type} JOIN ${right}${within} ON ${formatExpression(relation.on)}`;
}

/** A join's window, as it stands behind WITHIN. */
export function formatWithin({ beforeMs, afterMs, graceMs }: Within): string {
  const size =
    beforeMs === afterMs
      ? formatDuration(beforeMs)
      : `(${formatDuration(beforeMs)}, ${formatDuration(afterMs)})`;
  return graceMs === undefined ? size : `${size} GRACE PERIOD ${formatDuration(graceMs)}`;
}

const formatWindow = (window: Window): string => `${window.type} (${windowTimes(window).join(', ')})`;

/** What stands in a window's brackets. */
export function windowTimes({ type, sizeMs, advanceMs, retentionMs, graceMs }: Window): readonly string[] {
  const times = [
    `${type === 'SESSION' ? '' : 'SIZE '}${formatDuration(sizeMs)}`,
    advanceMs !== undefined && `ADVANCE BY ${formatDuration(advanceMs)}`,
    retentionMs !== undefined && `RETENTION ${formatDuration(retentionMs)}`,
    graceMs !== undefined && `GRACE PERIOD ${formatDuration(graceMs)}`,
  ];
  return times.filter((time) => time !== false);
}
