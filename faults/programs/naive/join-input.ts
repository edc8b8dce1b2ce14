import type { SqlValue } from 'ksqlite';
import type { ColumnReference, Expression, Join, Relation } from 'ksqlite/internals';
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

/** A join of a chain: everything before it, and one input more. */
export interface ChainedJoin {
  readonly join: Join;
  readonly left: JoinSide;
  readonly right: JoinSide;
}

/** The joins of a FROM clause, as they are done one after the other. Rows come later. */
export function chainedJoins(
  expressions: NaiveExpressions,
  relation: Join,
  inputs: readonly NaiveInput[],
): readonly ChainedJoin[] {
  const joins = joinsOf(relation);
  let key: string | undefined;
  return joins.map((join, i): ChainedJoin => {
    const [a, b] = joinedOn(expressions, join, inputs.slice(0, i + 1), inputs[i + 1] as NaiveInput);
    const side = (input: NaiveInput, on: Expression, isKeyed: boolean): JoinSide => ({
      ...input,
      rows: [],
      keyOf: expressions.orNull(on),
      isKeyed,
    });
    const own = expressions.nameOf(a.on);
    // what is joined has the key that it was joined on, where that is the left one for sure
    const isKeyed = i === 0 ? isKey(a.input, a.on) : key === own;
    key = join.type === 'INNER' || join.type === 'LEFT' ? own : undefined;
    return { join, left: side(a.input, a.on, isKeyed), right: side(b.input, b.on, isKey(b.input, b.on)) };
  });
}

const joinsOf = (relation: Relation): readonly Join[] =>
  relation.kind === 'Join' ? [...joinsOf(relation.left), relation] : [];

interface JoinedOn {
  readonly input: NaiveInput;
  readonly on: ColumnReference;
}

/** `ON a = b`: each over one input alone. */
function joinedOn(
  expressions: NaiveExpressions,
  { on }: Join,
  lefts: readonly NaiveInput[],
  right: NaiveInput,
): readonly [JoinedOn, JoinedOn] {
  if (on.kind !== 'Binary' || on.operator !== '=') throw new NotCovered('ON');
  const sides = [on.left, on.right].map((side): JoinedOn => {
    if (side.kind !== 'ColumnReference') throw new NotCovered('ON an expression');
    const input = [...lefts, right].find(({ alias }) => expressions.nameOf(side).startsWith(`${alias}.`));
    if (input === undefined) throw new NotCovered('ON another column');
    return { input, on: side };
  });
  const ofLeft = sides.find(({ input }) => input !== right);
  const ofRight = sides.find(({ input }) => input === right);
  if (ofLeft === undefined || ofRight === undefined) throw new NotCovered('ON two columns of one side');
  return [ofLeft, ofRight];
}

const isKey = (input: NaiveInput, on: Expression): boolean =>
  input.source.keys.length === 1 && textOf(on) === nameText(input);

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
