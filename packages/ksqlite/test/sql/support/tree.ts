import type { Expression } from '../../../src/sql/ast/expression.ts';
import type { Query } from '../../../src/sql/ast/query.ts';
import type { Statement } from '../../../src/sql/ast/statement.ts';
import { parseStatements } from '../../../src/sql/parser/parse.ts';

const PLACES: ReadonlySet<string> = new Set(['span', 'valueSpan', 'quoted']);

/** The tree without its places in the text, and without how names were quoted: what a statement means. */
export function meaning<T>(tree: T): T {
  if (Array.isArray(tree)) return tree.map(meaning) as T;
  if (typeof tree !== 'object' || tree === null) return tree;
  const entries = Object.entries(tree).filter(([key]) => !PLACES.has(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, meaning(value)])) as T;
}

/** The one statement of the text. */
export function statement(text: string): Statement {
  const [parsed, ...others] = parseStatements(text);
  if (parsed === undefined || others.length > 0) throw new Error(`not one statement: ${text}`);
  return parsed.statement;
}

export function query(text: string): Query {
  const parsed = statement(text);
  if (parsed.kind !== 'QueryStatement') throw new Error(`no query: ${text}`);
  return parsed.query;
}

export function expression(text: string): Expression {
  const [item] = query(`SELECT ${text} FROM s;`).select;
  if (item?.kind !== 'SelectExpression') throw new Error(`no expression: ${text}`);
  return item.expression;
}
