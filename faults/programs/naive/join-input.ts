import type { SqlValue } from 'ksqlite';
import type { Expression, Join } from 'ksqlite/internals';
import { type Evaluate, type NaiveExpressions, textOf } from './naive-expressions.ts';
import type { Columns, NaiveRow } from './naive-row.ts';
import { NotCovered } from './not-covered.ts';
import type { NaiveInput } from './select-list.ts';

export type Side = 'left' | 'right';

/** A side of a join: its rows, and what they are joined on. */
export interface JoinSide extends NaiveInput {
  readonly rows: readonly NaiveRow[];
  /** NULL where it fails. */
  readonly keyOf: Evaluate;
  /** It is joined on its key: nothing is written again under another one. */
  readonly isKeyed: boolean;
}

/** The two sides of `ON a = b`: each over one input alone. */
export function joinSides(
  expressions: NaiveExpressions,
  { on }: Join,
  [left, right]: readonly [NaiveInput, NaiveInput],
  rowsOf: (input: NaiveInput) => readonly NaiveRow[],
): readonly [JoinSide, JoinSide] {
  if (on.kind !== 'Binary' || on.operator !== '=') throw new NotCovered('ON');
  const isOf = (expression: Expression, { alias }: NaiveInput): boolean => {
    if (expression.kind !== 'ColumnReference') throw new NotCovered('ON an expression');
    return expressions.nameOf(expression).startsWith(`${alias}.`);
  };
  const [a, b] = isOf(on.left, left) ? [on.left, on.right] : [on.right, on.left];
  if (!isOf(a, left) || !isOf(b, right)) throw new NotCovered('ON two columns of one source');
  const side = (input: NaiveInput, key: Expression): JoinSide => ({
    ...input,
    rows: rowsOf(input),
    keyOf: expressions.orNull(key),
    isKeyed: input.source.keys.length === 1 && textOf(key) === nameText(input),
  });
  return [side(left, a), side(right, b)];
}

const nameText = ({ source }: NaiveInput): string => {
  const span = { start: 0, end: 0 };
  const name = { text: source.keys[0]?.name ?? '', quoted: false, span };
  return textOf({ kind: 'ColumnReference', source: undefined, name, span });
};

/** The rows of both sides in the order in which they came about. Throws NotCovered where that is not plain. */
export function inOrder<T extends { readonly cause: number }>(
  left: readonly T[],
  right: readonly T[],
): readonly { readonly side: Side; readonly row: T }[] {
  const causes = new Set(left.map(({ cause }) => cause));
  if (right.some(({ cause }) => causes.has(cause))) throw new NotCovered('sides that are made of one record');
  const both = [
    ...left.map((row) => ({ side: 'left' as const, row })),
    ...right.map((row) => ({ side: 'right' as const, row })),
  ];
  return both.toSorted((a, b) => a.row.cause - b.row.cause);
}

/** The columns of both sides; those of one that is missing are NULL. */
export const both = (left: Columns | undefined, right: Columns | undefined): Columns =>
  new Map([...(left ?? []), ...(right ?? [])]);

export const firstPresent = (...values: readonly SqlValue[]): SqlValue =>
  values.find((value) => value !== null) ?? null;
