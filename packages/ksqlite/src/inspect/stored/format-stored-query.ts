import type { Query, Relation, Window } from '../../sql/ast/query.ts';
import { formatAll, formatExpression } from '../../sql/printer/format-expression.ts';
import { formatWithin, windowTimes } from '../../sql/printer/format-query.ts';
import { formatName } from '../../sql/printer/names.ts';

/** A SELECT to the letter as ksqlDB stores it with a persistent query, blanks at the ends of lines included. */
export function formatStoredQuery(query: Query): string {
  const items = query.select.map((item) => {
    if (item.kind === 'SelectAll')
      return item.source === undefined ? '*' : `${formatName(item.source.text)}.*`;
    if (item.kind === 'SelectFields') return `${formatExpression(item.base)}->*`;
    const alias = item.alias === undefined ? '' : ` ${formatName(item.alias.text)}`;
    return `${formatExpression(item.expression)}${alias}`;
  });
  return [
    items.length === 1 ? `SELECT ${items[0]}` : `SELECT\n  ${items.join(',\n  ')}`,
    `FROM ${formatRelation(query.from)}`,
    query.window && `WINDOW ${formatWindow(query.window)} `,
    query.where && `WHERE ${formatExpression(query.where)}`,
    query.groupBy.length > 0 && `GROUP BY ${formatAll(query.groupBy)}`,
    query.partitionBy.length > 0 && `PARTITION BY ${formatAll(query.partitionBy)}`,
    query.having && `HAVING ${formatExpression(query.having)}`,
    `EMIT ${query.emit ?? 'CHANGES'}`,
  ]
    .filter((line) => typeof line === 'string')
    .join('\n');
}

function formatRelation(relation: Relation): string {
  if (relation.kind === 'AliasedSource') {
    const alias = relation.alias ?? relation.name;
    return `${formatName(relation.name.text)} ${formatName(alias.text)}`;
  }
  const type = { INNER: 'INNER', LEFT: 'LEFT OUTER', RIGHT: 'RIGHT OUTER', OUTER: 'FULL OUTER' }[
    relation.type
  ];
  const within = relation.within === undefined ? '' : ` WITHIN ${formatWithin(relation.within)}`;
  return `${formatRelation(relation.left)}\n${type} JOIN ${formatRelation(relation.right)}${within} ON (${formatExpression(relation.on)})`;
}

const formatWindow = (window: Window): string => `${window.type} ( ${windowTimes(window).join(' , ')} )`;
