import fc from 'fast-check';
import { type TableTableJoinOptions, tableTableJoin } from '../../../src/operators/joins/table-table-join.ts';
import type { TwoInputs } from '../../../src/operators/operator.ts';
import type { TableChange } from '../../../src/operators/tables/table-change.ts';
import { tableSource } from '../../../src/operators/tables/table-source.ts';
import { rowsOfView } from '../../../src/operators/tables/table-view.ts';
import type { StreamRecord } from '../../../src/runtime/stream-record.ts';
import { checkOperator, type Outcome, type Start } from '../support/check-operator.ts';
import { type Event, events, KEYS, recordOf } from '../support/events.ts';
import { TABLE } from '../support/table.ts';

type Input = 0 | 1 | 2;
type Step = Event & { readonly input: Input };
type Type = TableTableJoinOptions['type'];
/** The numbers of the parts of a joined row, null where one is missing; null: there is no row. */
type Joined = readonly (number | null)[] | null;
interface Result {
  readonly key: string;
  readonly ts: number;
  readonly next: Joined;
  readonly old: Joined;
}

const steps: fc.Arbitrary<Step[]> = events().chain((all) =>
  fc
    .array(fc.constantFrom<Input>(0, 1, 2), { minLength: all.length, maxLength: all.length })
    .map((inputs) => all.map((event, i) => ({ ...event, input: inputs[i]! }))),
);
const type = fc.constantFrom<Type>('INNER', 'LEFT', 'RIGHT', 'OUTER');

const partsOf = (record: StreamRecord | null): Joined =>
  record?.inputs.map((part) => (part === null ? null : Number(part.row[1]))) ?? null;
const resultOf = ({ key, ts, next, old }: TableChange): Result => ({
  key: String(key[0]),
  ts,
  next: partsOf(next),
  old: partsOf(old),
});

/** Three tables, the first two joined, and the third joined to those. */
const start =
  ([inner, outer]: readonly [Type, Type]): Start<Step, Result> =>
  (context, emit) => {
    const joins: TwoInputs<TableChange>[] = [];
    const tables = [
      tableSource(context, { name: 'table', source: TABLE }, (change) => joins[0]?.left(change)),
      tableSource(context, { name: 'join-1-table', source: TABLE }, (change) => joins[0]?.right(change)),
      tableSource(context, { name: 'join-2-table', source: TABLE }, (change) => joins[1]?.right(change)),
    ] as const;
    const first = tableTableJoin(
      context,
      { name: 'join-1', type: inner, left: tables[0], right: tables[1], leftCount: 1 },
      (change) => joins[1]?.left(change),
    );
    const second = tableTableJoin(
      context,
      { name: 'join-2', type: outer, left: first, right: tables[2], leftCount: 2 },
      (change) => emit(resultOf(change)),
    );
    joins.push(first, second);
    return {
      metrics: second.metrics,
      take: (step, number) => tables[step.input].receive(recordOf(step, number)),
      rows: () =>
        Array.from(rowsOfView(second, 1)(undefined), resultOf).sort((a, b) => (a.key < b.key ? -1 : 1)),
    };
  };

interface Row {
  readonly ts: number;
  readonly parts: readonly (number | null)[];
}

/** Both rows as one, or none where the kind of the join wants none. */
function pair(kind: Type, width: number, left: Row | undefined, right: Row | undefined): Row | undefined {
  const leftMayMiss = kind === 'RIGHT' || kind === 'OUTER';
  const rightMayMiss = kind === 'LEFT' || kind === 'OUTER';
  if (left === undefined && (right === undefined || !leftMayMiss)) return undefined;
  if (right === undefined && !rightMayMiss) return undefined;
  const ts = Math.max(...[left, right].flatMap((row) => (row === undefined ? [] : [row.ts])));
  return { ts, parts: [...(left?.parts ?? Array(width).fill(null)), ...(right?.parts ?? [null])] };
}

interface Change {
  readonly ts: number;
  readonly next: Row | undefined;
  readonly old: Row | undefined;
}

/** What a change of one side makes of the joined rows, seen beside the other side's row as it is. */
function joinedChange(
  { ts, next, old }: Change,
  other: Row | undefined,
  isAloneToo: boolean,
  join: (own: Row | undefined, other: Row | undefined) => Row | undefined,
): Change | undefined {
  if (other === undefined && (!isAloneToo || (next === undefined && old === undefined))) return undefined;
  return {
    ts: Math.max(ts, other?.ts ?? ts),
    next: join(next, other),
    old: join(old, other),
  };
}

function model([inner, outer]: readonly [Type, Type], all: readonly Step[]): Partial<Outcome<Result>> {
  /** What the first `count` steps leave a table with under a key. */
  const rowAfter = (input: Input, key: string, count: number): Row | undefined => {
    const number = all.slice(0, count).findLastIndex((step) => step.input === input && step.key === key);
    const step = all[number];
    return step === undefined || step.tombstone ? undefined : { ts: step.ts, parts: [number] };
  };
  const firstOf = (key: string, count: number) =>
    pair(inner, 1, rowAfter(0, key, count), rowAfter(1, key, count));
  const results = all.flatMap(({ input, key, ts }, i): Result[] => {
    if (key === null) return [];
    const change = { ts, next: rowAfter(input, key, i + 1), old: rowAfter(input, key, i) };
    const isLeftToo = (kind: Type) => kind === 'LEFT' || kind === 'OUTER';
    const isRightToo = (kind: Type) => kind === 'RIGHT' || kind === 'OUTER';
    let last: Change | undefined;
    if (input === 2)
      last = joinedChange(change, firstOf(key, i), isRightToo(outer), (own, other) =>
        pair(outer, 2, other, own),
      );
    else {
      const between =
        input === 0
          ? joinedChange(change, rowAfter(1, key, i), isLeftToo(inner), (own, other) =>
              pair(inner, 1, own, other),
            )
          : joinedChange(change, rowAfter(0, key, i), isRightToo(inner), (own, other) =>
              pair(inner, 1, other, own),
            );
      last =
        between &&
        joinedChange(between, rowAfter(2, key, i), isLeftToo(outer), (own, other) =>
          pair(outer, 2, own, other),
        );
    }
    return last === undefined
      ? []
      : [{ key, ts: last.ts, next: last.next?.parts ?? null, old: last.old?.parts ?? null }];
  });
  const rows = KEYS.flatMap((key): Result[] => {
    const row = pair(outer, 2, firstOf(key, all.length), rowAfter(2, key, all.length));
    return row === undefined ? [] : [{ key, ts: row.ts, next: row.parts, old: null }];
  });
  return { results, rows };
}

describe('joins of tables', () => {
  it('do what naive ones do, one behind the other, restarted anywhere', () => {
    checkOperator({ options: fc.tuple(type, type), steps, start, model, numRuns: 600 });
  });
});
