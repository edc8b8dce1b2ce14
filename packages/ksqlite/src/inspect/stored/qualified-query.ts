import { columnsOf, type Source } from '../../metastore/source.ts';
import type { ColumnReference, Expression } from '../../sql/ast/expression.ts';
import { mapExpression } from '../../sql/ast/map-expression.ts';
import type { AliasedSource, Query, Relation, SelectItem } from '../../sql/ast/query.ts';
import type { Identifier } from '../../sql/ast/span.ts';

interface Input {
  readonly alias: Identifier;
  readonly columns: ReadonlySet<string>;
}

const PSEUDO = ['ROWTIME', 'ROWPARTITION', 'ROWOFFSET'];
const BOUNDS = ['WINDOWSTART', 'WINDOWEND'];

/**
 * The query as ksqlDB stores it: every source with an alias, every column with its source, every expression of the
 * SELECT list with a name. What is unknown or ambiguous stays as it is.
 */
export function qualifiedQuery(query: Query, find: (name: string) => Source | undefined): Query {
  const inputs = sourcesOf(query.from).map((relation) => inputOf(relation, find));
  const qualify = (expression: Expression): Expression =>
    mapExpression(expression, (node) =>
      node.kind === 'ColumnReference' && node.source === undefined ? qualified(node, inputs) : undefined,
    );
  return {
    ...query,
    select: named(query.select, inputs, qualify),
    from: aliased(query.from, qualify),
    where: query.where && qualify(query.where),
    groupBy: query.groupBy.map(qualify),
    partitionBy: query.partitionBy.map(qualify),
    having: query.having && qualify(query.having),
  };
}

const sourcesOf = (relation: Relation): readonly AliasedSource[] =>
  relation.kind === 'AliasedSource' ? [relation] : [...sourcesOf(relation.left), relation.right];

function inputOf(relation: AliasedSource, find: (name: string) => Source | undefined): Input {
  const source = find(relation.name.text);
  const names = source === undefined ? [] : columnsOf(source).map((column) => column.name);
  const bounds = source?.window === undefined ? [] : BOUNDS;
  return { alias: relation.alias ?? relation.name, columns: new Set([...names, ...PSEUDO, ...bounds]) };
}

function qualified(node: ColumnReference, inputs: readonly Input[]): ColumnReference {
  const having = inputs.filter(({ columns }) => columns.has(node.name.text));
  return having.length === 1 ? { ...node, source: having[0]?.alias } : node;
}

function aliased(relation: Relation, qualify: (expression: Expression) => Expression): Relation {
  if (relation.kind === 'AliasedSource') return { ...relation, alias: relation.alias ?? relation.name };
  return {
    ...relation,
    left: aliased(relation.left, qualify),
    right: { ...relation.right, alias: relation.right.alias ?? relation.right.name },
    on: qualify(relation.on),
  };
}

function named(
  items: readonly SelectItem[],
  inputs: readonly Input[],
  qualify: (expression: Expression) => Expression,
): readonly SelectItem[] {
  let generated = 0;
  return items.map((item) => {
    if (item.kind === 'SelectAll') return item;
    if (item.kind === 'SelectFields') return { ...item, base: qualify(item.base) };
    const expression = qualify(item.expression);
    if (item.alias !== undefined) return { ...item, expression };
    const alias = ownName(expression, inputs) ?? `KSQL_COL_${generated++}`;
    return { ...item, expression, alias: { text: alias, quoted: true, span: item.span } };
  });
}

/** As ksqlDB names it: a column by itself, with its source in front where two sources have it; a field by itself. */
function ownName(expression: Expression, inputs: readonly Input[]): string | undefined {
  if (expression.kind === 'Dereference') return expression.field.text;
  if (expression.kind !== 'ColumnReference') return undefined;
  const { source, name } = expression;
  const clashes = inputs.filter(({ columns }) => columns.has(name.text)).length > 1;
  return clashes && source !== undefined ? `${source.text}_${name.text}` : name.text;
}
