import type { Expression, Query, Source } from 'ksqlite/internals';
import { NotCovered } from './not-covered.ts';

/** An input of a FROM clause, and what it is called there. */
export interface NaiveInput {
  readonly source: Source;
  readonly alias: string;
}

/** What the columns of a sink are made of, by the names that they have: `*` written out. */
export function selectList(query: Query, inputs: readonly NaiveInput[]): ReadonlyMap<string, Expression> {
  const items = new Map<string, Expression>();
  for (const item of query.select) {
    if (item.kind === 'SelectFields') throw new NotCovered('the fields of a struct');
    if (item.kind === 'SelectAll') {
      for (const { source, alias } of inputs)
        for (const { name } of [...source.keys, ...source.values, ...source.headers])
          items.set(inputs.length > 1 ? `${alias}_${name}` : name, reference(alias, name, item.span));
      continue;
    }
    const { alias, expression } = item;
    const name = alias?.text ?? (expression.kind === 'ColumnReference' ? expression.name.text : undefined);
    if (name === undefined) throw new NotCovered('a column without a name');
    items.set(name, expression);
  }
  return items;
}

/** The expressions of a sink's value columns, in their order. */
export const valueExpressions = (
  sink: Source,
  items: ReadonlyMap<string, Expression>,
): readonly Expression[] =>
  sink.values.map(({ name }) => {
    const expression = items.get(name);
    if (expression === undefined) throw new NotCovered(`the column ${name} of a sink`);
    return expression;
  });

export function reference(alias: string, name: string, span: Expression['span']): Expression {
  const identifier = (text: string) => ({ text, quoted: true, span });
  return { kind: 'ColumnReference', source: identifier(alias), name: identifier(name), span };
}
