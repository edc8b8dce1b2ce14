import fc from 'fast-check';
import type { Source } from '../../../src/metastore/source.ts';
import { type ForeignKeyJoinOptions, foreignKeyJoin } from '../../../src/operators/joins/foreign-key-join.ts';
import type { TwoInputs } from '../../../src/operators/operator.ts';
import type { TableChange } from '../../../src/operators/tables/table-change.ts';
import { tableSource } from '../../../src/operators/tables/table-source.ts';
import { rowsOfView } from '../../../src/operators/tables/table-view.ts';
import { type StreamRecord, streamRecord } from '../../../src/runtime/stream-record.ts';
import { INTEGER, STRING } from '../../../src/types/sql-type.ts';
import { checkOperator, type Outcome, type Start } from '../support/check-operator.ts';
import { TABLE } from '../support/table.ts';

type Type = ForeignKeyJoinOptions['type'];

/** A record of the left table or of the right one. */
interface One {
  readonly side: 'left' | 'right';
  readonly key: string | null;
  /** Of a left row; '!': the expression fails. */
  readonly refersTo: string | null;
  readonly ts: number;
  readonly tombstone: boolean;
}
/** What one cycle reads. */
type Cycle = readonly One[];

const LEFT = {
  ...TABLE,
  values: [...TABLE.values, { name: 'F', type: STRING }, { name: 'N', type: INTEGER }],
} as Source;

const one: fc.Arbitrary<One> = fc.record({
  side: fc.constantFrom('left', 'left', 'right'),
  key: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('a', 'b', 'c') }, fc.constant(null)),
  refersTo: fc.constantFrom('a', 'b', 'a', 'b', 'z', null, '!'),
  ts: fc.nat(40),
  tombstone: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
});
const cycles = fc.array(fc.array(one, { minLength: 1, maxLength: 5 }), { maxLength: 15, size: 'max' });

/** The numbers of a result's two records; null: there is no row. */
type Joined = readonly [left: number, right: number | null] | null;
interface Result {
  readonly key: string;
  readonly ts: number;
  readonly next: Joined;
  readonly old: Joined;
}

const numberOf = (record: StreamRecord | null | undefined): number | null =>
  record ? Number(record.row[1]) : null;
const joinedOf = (record: StreamRecord | null): Joined =>
  record && [Number(numberOf(record.inputs[0])), numberOf(record.inputs[1])];

const start =
  (type: Type): Start<Cycle, Result> =>
  (context, emit) => {
    const joins: TwoInputs<TableChange>[] = [];
    const source = (name: string, of: Source, to: 'left' | 'right') =>
      tableSource(context, { name, source: of, oldTimes: true }, (change) => joins[0]?.[to](change));
    const left = source('table', LEFT, 'left');
    const right = source('join-1-table', TABLE, 'right');
    const join = foreignKeyJoin(
      context,
      {
        name: 'join-1',
        type,
        left,
        right,
        keyCount: 1,
        bytesOf: ([key]) => Buffer.from(String(key)),
        foreignKey: ({ row }) => {
          if (row[2] === '!') throw new Error('it has no value');
          return row[2] ?? null;
        },
      },
      ({ key, ts, next, old }) => emit({ key: String(key[0]), ts, next: joinedOf(next), old: joinedOf(old) }),
    );
    joins.push(join);
    return {
      metrics: join.metrics,
      take: (cycle, number) => {
        cycle.forEach(({ side, key, refersTo, ts, tombstone }, i) => {
          const id = number * 10 + i;
          const row = side === 'left' ? [key, id, refersTo, 0] : [key, id];
          (side === 'left' ? left : right).receive(streamRecord(ts, 0, id, row, tombstone));
        });
        join.settle();
      },
      rows: () =>
        Array.from(rowsOfView(join, 1)(undefined), ({ key, ts, next }) => ({
          key: String(key[0]),
          ts,
          next: joinedOf(next),
        })).sort((a, b) => (a.key < b.key ? -1 : 1)),
    };
  };

interface Row {
  readonly id: number;
  readonly ts: number;
  readonly refersTo: string | null;
}
interface Message {
  readonly key: string;
  readonly version: number | undefined;
  readonly ts: number;
}
interface Subscription extends Message {
  readonly to: string | null;
  readonly instruction: 'DELETE' | 'DELETE AND PROPAGATE' | 'PROPAGATE' | 'PROPAGATE IF FOUND';
}
interface Response extends Message {
  readonly right: Row | undefined;
}

/** Kafka Streams' processors, each with its own topic. */
function model(type: Type, all: readonly Cycle[]): Partial<Outcome<Result>> {
  const left = new Map<string, Row>();
  const right = new Map<string, Row>();
  let subscriptions: Subscription[] = [];
  const given = new Map<string, { readonly ts: number; readonly next: Joined }>();
  const results: Result[] = [];

  all.forEach((cycle, number) => {
    const sent: Subscription[] = [];
    const responses: Response[] = [];
    const changed = new Map<string, number>();
    cycle.forEach(({ side, key, refersTo: written, ts, tombstone }, i) => {
      if (key === null) return;
      const refersTo = written === '!' ? null : written;
      const row: Row | undefined = tombstone ? undefined : { id: number * 10 + i, ts, refersTo };
      const table = side === 'left' ? left : right;
      const old = table.get(key);
      if (row === undefined) table.delete(key);
      else table.set(key, row);
      if (side === 'right') {
        for (const { key: subscriber, to, version } of subscriptions)
          if (to === key) responses.push({ key: subscriber, version, ts, right: row });
        return;
      }
      changed.set(key, ts);
      const send = (to: string | null, instruction: Subscription['instruction']): void => {
        sent.push({ key, version: row?.id, ts, to, instruction });
      };
      if (type === 'LEFT') {
        if (old !== undefined && old.refersTo !== null && old.refersTo !== (row?.refersTo ?? null))
          send(old.refersTo, 'DELETE AND PROPAGATE');
        if (old !== undefined || row !== undefined) send(row?.refersTo ?? null, 'PROPAGATE');
      } else if (old !== undefined && row !== undefined) {
        if (old.refersTo !== row.refersTo) send(old.refersTo, 'DELETE');
        send(row.refersTo, 'PROPAGATE');
      } else if (old !== undefined) send(old.refersTo, 'DELETE AND PROPAGATE');
      else if (row !== undefined) send(row.refersTo, 'PROPAGATE IF FOUND');
    });
    for (const message of sent) {
      const { key, to, instruction, ts, version } = message;
      if (to === null && instruction !== 'PROPAGATE') continue;
      subscriptions = subscriptions.filter((known) => known.key !== key || known.to !== to);
      if (!instruction.startsWith('DELETE') && to !== null) subscriptions.push(message);
      subscriptions.sort((a, b) => (a.key < b.key ? -1 : 1));
      const found = to === null ? undefined : right.get(to);
      if (instruction === 'DELETE' || (instruction === 'PROPAGATE IF FOUND' && found === undefined)) continue;
      const answer = instruction === 'DELETE AND PROPAGATE' ? undefined : found;
      responses.push({ key, version, ts: Math.max(ts, found?.ts ?? ts), right: answer });
    }
    for (const { key, version, ts, right: found } of responses) {
      const row = left.get(key);
      if (row?.id !== version) continue;
      const isRow = row !== undefined && (found !== undefined || type === 'LEFT');
      const next: Joined = isRow ? [row.id, found?.id ?? null] : null;
      results.push({ key, ts, next, old: given.get(key)?.next ?? null });
      given.set(key, { ts, next });
    }
    // not so in Kafka Streams, where the row stays for ever
    for (const [key, ts] of changed) {
      const row = left.get(key);
      const isRow = row !== undefined && (type === 'LEFT' || right.has(row.refersTo ?? ''));
      const old = given.get(key)?.next ?? null;
      if (isRow || old === null) continue;
      results.push({ key, ts, next: null, old });
      given.set(key, { ts, next: null });
    }
  });
  const rows = [...given]
    .flatMap(([key, { ts, next }]) => (next === null ? [] : [{ key, ts, next }]))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return { results, rows };
}

describe('joins of tables on a foreign key', () => {
  it.each<Type>(['INNER', 'LEFT'])('%s: do what Kafka Streams’ processors do, restarted anywhere', (type) => {
    checkOperator({ options: fc.constant(type), steps: cycles, start, model, numRuns: 600 });
  });
});
