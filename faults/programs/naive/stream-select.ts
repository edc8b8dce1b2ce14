import type { SqlValue, types } from 'ksqlite';
import type { Expression, FunctionCall, Query, Source } from 'ksqlite/internals';
import { mapExpression } from 'ksqlite/internals';
import type { Evaluate, NaiveExpressions } from './naive-expressions.ts';
import type { Columns, NaiveOutput, NaiveRow } from './naive-row.ts';
import { NotCovered } from './not-covered.ts';
import { type NaiveInput, reference, selectList, valueExpressions } from './select-list.ts';

export interface SelectOptions {
  readonly expressions: NaiveExpressions;
  readonly query: Query;
  readonly inputs: readonly NaiveInput[];
  readonly sink: Source;
}

/** SELECT over a stream's rows, joined or not: WHERE, table functions, PARTITION BY, the list. */
export function selectStream(options: SelectOptions, rows: readonly NaiveRow[]): readonly NaiveOutput[] {
  const { query, inputs, sink } = options;
  const { items, explode, expressions } = withoutTableFunctions(options, selectList(query, inputs));
  const passes = options.expressions.condition(query.where);
  const values = valueExpressions(sink, items).map((expression) => expressions.orNull(expression));
  const keyOf = keyMaker(options);
  return rows.flatMap((row): readonly NaiveOutput[] => {
    const { cause, partition, ts, window, isDeletion } = row;
    // PARTITION BY always makes a key, a join makes none of nulls
    const keepsNullKey = query.partitionBy.length > 0 || (inputs.length === 1 && row.hasKey);
    const base = { cause, partition, ts, window, keepsNullKey };
    // a record without a value passes no filter and makes no rows
    if (isDeletion) {
      if (query.where !== undefined || explode !== undefined) return [];
      return [{ ...base, row: keyOf(row), isDeletion }];
    }
    if (!passes(row.columns)) return [];
    return (explode?.(row.columns) ?? [row.columns]).map((columns) => ({
      ...base,
      row: [...keyOf({ ...row, columns }), ...values.map((evaluate) => evaluate(columns))],
      isDeletion,
    }));
  });
}

/** The key of what is written: the record's own, or what PARTITION BY says. */
function keyMaker({ expressions, query, inputs }: SelectOptions): (row: NaiveRow) => readonly SqlValue[] {
  const { partitionBy } = query;
  if (partitionBy.length === 0) return ({ key }) => key;
  if (partitionBy.length === 1 && partitionBy[0]?.kind === 'NullLiteral') return () => [];
  if (inputs.length > 1) throw new NotCovered('PARTITION BY over a join');
  const keyNames = inputs.flatMap(({ source, alias }) => source.keys.map(({ name }) => `${alias}.${name}`));
  const parts = partitionBy.map((expression) => ({
    evaluate: expressions.orNull(expression),
    isOfKey: columnsIn(expressions, expression).every((name) => keyNames.includes(name)),
  }));
  // of a record without a value only what is made of its key can be known
  return ({ columns, isDeletion }) =>
    parts.map(({ evaluate, isOfKey }) => (isDeletion && !isOfKey ? null : evaluate(columns)));
}

function columnsIn(expressions: NaiveExpressions, expression: Expression): readonly string[] {
  const names: string[] = [];
  mapExpression(expression, (node) => {
    if (node.kind === 'ColumnReference') names.push(expressions.nameOf(node));
    return undefined;
  });
  return names;
}

interface WithoutTableFunctions {
  readonly items: ReadonlyMap<string, Expression>;
  readonly expressions: NaiveExpressions;
  /** A record's columns once for each row that its table functions make. */
  readonly explode: ((columns: Columns) => readonly Columns[]) | undefined;
}

/** A call of a table function becomes a column of its own. */
function withoutTableFunctions(
  { expressions }: SelectOptions,
  items: ReadonlyMap<string, Expression>,
): WithoutTableFunctions {
  const { functions } = expressions.context;
  const calls: { readonly rows: (columns: Columns) => readonly SqlValue[]; readonly type: types.SqlType }[] =
    [];
  const replaced = new Map(
    [...items].map(([name, expression]) => [
      name,
      mapExpression(expression, (node) => {
        if (node.kind !== 'FunctionCall' || functions.table(node.name.text) === undefined) return undefined;
        calls.push(tableCall(expressions, node));
        return reference('\0', String(calls.length - 1), node.span);
      }),
    ]),
  );
  if (calls.length === 0) return { items, expressions, explode: undefined };
  return {
    items: replaced,
    expressions: expressions.with(new Map(calls.map(({ type }, i) => [`\0.${i}`, type]))),
    explode: (columns) => {
      const lists = calls.map(({ rows }) => rows(columns));
      const longest = Math.max(...lists.map(({ length }) => length));
      return Array.from(
        { length: longest },
        (_, at) => new Map([...columns, ...lists.map((list, i) => [`\0.${i}`, list[at] ?? null] as const)]),
      );
    },
  };
}

function tableCall(expressions: NaiveExpressions, call: FunctionCall) {
  const { context, scope } = expressions;
  const args = call.arguments.map((argument) => {
    if (argument.kind === 'Lambda') throw new NotCovered('a table function with a lambda');
    return { type: context.compile(argument, scope).type, evaluate: expressions.compile(argument) };
  });
  const bound = context.functions.table(call.name.text)?.bind(args.map(({ type }) => type));
  if (bound === undefined) throw new NotCovered(`the table function ${call.name.text}`);
  const rows = (columns: Columns): readonly SqlValue[] => {
    try {
      return bound.rows(args.map(({ evaluate }: { evaluate: Evaluate }) => evaluate(columns)));
    } catch {
      return [];
    }
  };
  return { rows, type: bound.returns };
}
