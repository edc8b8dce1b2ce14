import type { SqlValue, types } from 'ksqlite';
import type { BoundAggregate, Expression, FunctionCall } from 'ksqlite/internals';
import { bindAggregate, mapExpression } from 'ksqlite/internals';
import { type Evaluate, type NaiveExpressions, textOf } from './naive-expressions.ts';
import type { Columns, NaiveOutput } from './naive-row.ts';
import { filterTable, type NaiveChange } from './naive-tables.ts';
import { NotCovered } from './not-covered.ts';
import { reference, selectList, valueExpressions } from './select-list.ts';
import type { SelectOptions } from './stream-select.ts';

/** The states of a group's aggregates, one each. */
export type States = readonly SqlValue[];

/** GROUP BY, the aggregates and what is selected of them. */
export interface Grouping {
  /** The records are keyed by their group: they go through no internal topic. */
  readonly isKeyed: boolean;
  /** The group of a record; undefined: it belongs to none. */
  readonly groupOf: (columns: Columns) => readonly SqlValue[] | undefined;
  readonly initial: States;
  /** These throw where an aggregate can't take the record. */
  readonly add: (states: States, columns: Columns) => States;
  readonly undo: (states: States, columns: Columns) => States;
  readonly merge: (a: States, b: States) => States;
  /** Of a session: what its states are when a record joins it. */
  readonly reopen: (states: States) => States;
  /** A group's columns and results, as HAVING and the SELECT list name them. */
  readonly rowOf: (
    group: readonly SqlValue[],
    states: States,
    window?: { readonly start: number; readonly end: number },
  ) => Columns;
  /** HAVING and the SELECT list over changes of groups. */
  readonly select: (changes: readonly NaiveChange[]) => readonly NaiveOutput[];
}

interface Call {
  readonly text: string;
  readonly aggregate: BoundAggregate;
  readonly args: readonly Evaluate[];
}

const GROUP = '\0GROUP';
const CALL = '\0CALL';
const BIGINT: types.SqlType = { kind: 'BIGINT' };

export function groupingOf({ expressions, query, inputs, sink }: SelectOptions, isKeyed: boolean): Grouping {
  const { context } = expressions;
  const groupBy = query.groupBy.map((expression) => ({
    text: textOf(expression),
    type: context.compile(expression, expressions.scope).type,
    evaluate: expressions.compile(expression, 'fails'),
  }));
  const calls: Call[] = [];
  const rewrite = (expression: Expression): Expression =>
    mapExpression(expression, (node) => {
      const group = groupBy.findIndex(({ text }) => text === textOf(node));
      if (group >= 0) return reference(GROUP, String(group), node.span);
      if (node.kind !== 'FunctionCall' || context.functions.aggregate(node.name.text) === undefined)
        return undefined;
      const text = textOf(node);
      if (!calls.some((call) => call.text === text)) calls.push({ text, ...boundCall(expressions, node) });
      return reference(CALL, String(calls.findIndex((call) => call.text === text)), node.span);
    });
  const values = valueExpressions(sink, selectList(query, inputs)).map(rewrite);
  const having = query.having && rewrite(query.having);
  const over = expressions.with(
    new Map<string, types.SqlType>([
      ...groupBy.map(({ type }, i) => [`${GROUP}.${i}`, type as types.SqlType] as const),
      ...calls.map(({ aggregate }, i) => [`${CALL}.${i}`, aggregate.returns] as const),
      [`${GROUP}.WINDOWSTART`, BIGINT],
      [`${GROUP}.WINDOWEND`, BIGINT],
    ]),
  );
  const selected = values.map((expression) => over.orNull(expression));
  const passes = having && over.condition(having);
  const argumentsOf = ({ args }: Call, columns: Columns): SqlValue[] =>
    args.map((evaluate) => {
      try {
        return evaluate(columns);
      } catch {
        return null;
      }
    });
  return {
    isKeyed,
    groupOf: (columns) => {
      try {
        const group = groupBy.map(({ evaluate }) => evaluate(columns));
        return group.includes(null) ? undefined : group;
      } catch {
        return undefined;
      }
    },
    initial: calls.map(({ aggregate }) => aggregate.initial),
    add: (states, columns) =>
      calls.map((call, i) => call.aggregate.add(states[i] as SqlValue, argumentsOf(call, columns))),
    undo: (states, columns) =>
      calls.map((call, i) => {
        if (call.aggregate.undo === undefined) throw new NotCovered(call.text);
        return call.aggregate.undo(states[i] as SqlValue, argumentsOf(call, columns));
      }),
    reopen: (states) =>
      calls.map(({ aggregate }, i) => aggregate.reopen?.(states[i] as SqlValue) ?? (states[i] as SqlValue)),
    merge: (a, b) =>
      calls.map(({ aggregate, text }, i) => {
        if (aggregate.merge === undefined) throw new NotCovered(text);
        return aggregate.merge(a[i] as SqlValue, b[i] as SqlValue);
      }),
    rowOf: (group, states, window) =>
      new Map<string, SqlValue>([
        ...group.map((value, i) => [`${GROUP}.${i}`, value] as const),
        ...calls.map(
          ({ aggregate }, i) => [`${CALL}.${i}`, aggregate.result(states[i] as SqlValue)] as const,
        ),
        [`${GROUP}.WINDOWSTART`, window?.start ?? null],
        [`${GROUP}.WINDOWEND`, window?.end ?? null],
      ]),
    select: (changes) =>
      (passes === undefined ? changes : filterTable(changes, passes)).map(
        ({ cause, partition, ts, window, key, next }) => ({
          cause,
          partition,
          ts,
          window,
          row: next === undefined ? key : [...key, ...selected.map((evaluate) => evaluate(next))],
          isDeletion: next === undefined,
        }),
      ),
  };
}

function boundCall(expressions: NaiveExpressions, call: FunctionCall): Omit<Call, 'text'> {
  const { context, scope } = expressions;
  const { aggregate } = bindAggregate(context, call, scope);
  const args = call.arguments.map((argument) => {
    if (argument.kind === 'Lambda') throw new NotCovered('an aggregate with a lambda');
    return expressions.compile(argument);
  });
  return { aggregate, args };
}
