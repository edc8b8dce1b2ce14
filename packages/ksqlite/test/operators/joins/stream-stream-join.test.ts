import fc from 'fast-check';
import { windowedJoinKey } from '../../../src/operators/joins/join-key.ts';
import {
  type StreamStreamJoinOptions,
  streamStreamJoin,
} from '../../../src/operators/joins/stream-stream-join.ts';
import { type StreamRecord, streamRecord, type WindowBounds } from '../../../src/runtime/stream-record.ts';
import type { MapKey } from '../../../src/state/codecs/map-key.ts';
import {
  checkOperator,
  type Interruption,
  type Outcome,
  runOperator,
  type Start,
} from '../support/check-operator.ts';
import { type Event, events, eventsAndTime } from '../support/events.ts';

type Side = 'left' | 'right';
type Sided = Event & { readonly side: Side };
interface Spec extends Pick<StreamStreamJoinOptions, 'type' | 'beforeMs' | 'afterMs' | 'graceMs'> {
  /** default false */
  readonly eager?: boolean;
  /** default false; true: the letter of a key is the window of one and the same key */
  readonly isWindowed?: boolean;
  readonly emitIntervalMs?: number;
  /** wall-clock ms at each step */
  readonly clock?: readonly number[];
}
/** ts, the left record's number, the right one's */
type Result = readonly [ts: number, left: number | null, right: number | null];

const keyOf = (record: StreamRecord): MapKey | null => (record.row[0] as string | null) ?? null;
const windowOf = (key: string | null): WindowBounds => {
  const start = key?.charCodeAt(0) ?? 0;
  return { start, end: start + 1 };
};
const oneKey = (record: StreamRecord): MapKey | null => (keyOf(record) === null ? null : 'key');
const numberOf = (record: StreamRecord | null | undefined): number | null =>
  record ? (record.row[1] as number) : null;

const sided = (latest?: number, all = eventsAndTime(latest)): fc.Arbitrary<Sided[]> =>
  all.chain((all) =>
    fc
      .array(fc.constantFrom<Side>('left', 'right'), { minLength: all.length, maxLength: all.length })
      .map((sides) => all.map((event, i) => ({ ...event, side: sides[i]! }))),
  );
/** Records alone. */
const sides = (): fc.Arbitrary<Sided[]> => sided(undefined, events());
const type = fc.constantFrom('INNER' as const, 'LEFT' as const, 'RIGHT' as const, 'OUTER' as const);
const spec: fc.Arbitrary<Spec> = fc.record({
  type,
  beforeMs: fc.nat(12),
  afterMs: fc.nat(12),
  graceMs: fc.constantFrom(0, 0, 1, 5, 30),
  eager: fc.boolean(),
  isWindowed: fc.boolean(),
});

const start =
  ({
    emitIntervalMs = 0,
    clock = [],
    eager = false,
    isWindowed = false,
    ...options
  }: Spec): Start<Sided, Result> =>
  (context, emit, inputs) => {
    const operator = streamStreamJoin(
      context,
      {
        ...options,
        name: 'join',
        eager,
        isWindowed,
        emitIntervalMs,
        leftInputs: [0],
        rightInput: 1,
        leftKey: isWindowed ? windowedJoinKey(oneKey) : keyOf,
        rightKey: isWindowed ? windowedJoinKey(oneKey) : keyOf,
      },
      (joined) => {
        if (isWindowed) expect(joined.window).toEqual((joined.inputs[0] ?? joined.inputs[1])?.window);
        else expect(joined.window).toBeUndefined();
        emit([joined.ts, numberOf(joined.inputs[0]), numberOf(joined.inputs[1])]);
      },
    );
    return {
      metrics: operator.metrics,
      take: ({ key, ts, tombstone, side, advance }, i) => {
        context.clock.now = clock[i] ?? 0;
        if (advance === true) {
          operator.advance(ts);
          return;
        }
        const own = inputs[side === 'left' ? 0 : 1] as StreamRecord[];
        const record = streamRecord(ts, 0, own.length, [key, i], tombstone, windowOf(key));
        own.push(record);
        operator[side](record);
      },
    };
  };

const join = (all: readonly Sided[], options: Spec, interruptions?: readonly Interruption[]) =>
  runOperator(start(options), all, interruptions).results;

/** The right side first, then by key: how Kafka Streams' store of what waits is sorted. Keys here are letters. */
const bySideAndKey = (a: Sided, b: Sided): number =>
  a.side === b.side
    ? (a.key ?? '') < (b.key ?? '')
      ? -1
      : a.key === b.key
        ? 0
        : 1
    : a.side === 'right'
      ? -1
      : 1;

/** What Kafka Streams' join does, with every record of the past looked at for every record. */
function model(
  { type, beforeMs, afterMs, graceMs, eager = false }: Spec,
  all: readonly Sided[],
): Partial<Outcome<Result>> {
  const past: (Sided & { readonly i: number; waiting: boolean })[] = [];
  const results: Result[] = [];
  const retention = beforeMs + afterMs + graceMs;
  const ahead = (side: Side): number => (side === 'left' ? afterMs : beforeMs);
  const outer = (side: Side): boolean =>
    type === 'OUTER' || (type === 'LEFT' && side === 'left') || (type === 'RIGHT' && side === 'right');
  const pair = (ts: number, side: Side, own: number, other: number | null): Result =>
    side === 'left' ? [ts, own, other] : [ts, other, own];
  let streamTime = -1;
  all.forEach((event, i) => {
    const { side, key, ts } = event;
    const moved = ts > streamTime;
    streamTime = Math.max(streamTime, ts);
    if (event.tombstone) return;
    if (event.advance === true && !moved) return;
    if (event.advance !== true && key === null) {
      if (outer(side)) results.push(pair(ts, side, i, null));
      return;
    }
    const closed = past.filter((p) => p.waiting && p.ts + ahead(p.side) + graceMs < streamTime);
    for (const p of closed.sort((a, b) => a.ts - b.ts || bySideAndKey(a, b) || a.i - b.i)) {
      p.waiting = false;
      results.push(pair(p.ts, p.side, p.i, null));
    }
    if (key === null) return;
    const others = past.filter((p) => p.side !== side);
    const newest = Math.max(-1, ...others.map((p) => p.ts));
    const matches = others.filter((p) => {
      const [left, right] = side === 'left' ? [ts, p.ts] : [p.ts, ts];
      return (
        p.key === key && right >= left - beforeMs && right <= left + afterMs && p.ts > newest - retention
      );
    });
    for (const p of matches.sort((a, b) => a.ts - b.ts || a.i - b.i)) {
      p.waiting = false;
      results.push(pair(Math.max(ts, p.ts), side, i, p.i));
    }
    const unmatched = outer(side) && matches.length === 0;
    const waiting = unmatched && !eager && ts + ahead(side) >= streamTime;
    if (unmatched && !waiting) results.push(pair(ts, side, i, null));
    past.push({ ...event, i, waiting });
  });
  return { results };
}

/** A window of one ms on a side that time has left the moment it moves: see the test at the last ms. */
const roomy = spec.map((s): Spec => ({ ...s, beforeMs: s.beforeMs + 1, afterMs: s.afterMs + 1 }));
const inOrder = (all: readonly Sided[]): Sided[] => [...all].sort((a, b) => a.ts - b.ts);
const L = (key: string, ts: number): Sided => ({ side: 'left', key, ts, tombstone: false });
const R = (key: string, ts: number): Sided => ({ side: 'right', key, ts, tombstone: false });

describe('stream-stream join', () => {
  it('does what the naive join does, in any order of events, restarted anywhere', () => {
    checkOperator({ options: roomy, steps: sided(), start, model, numRuns: 800 });
  });

  it('does so when time moves much further than the window reaches', () => {
    checkOperator({ options: spec, steps: sided(400).map(inOrder), start, model, numRuns: 500 });
  });

  it('joins every pair within the window, whatever the order, while grace lasts', () => {
    fc.assert(
      fc.property(sides(), fc.nat(12), fc.nat(12), (all, beforeMs, afterMs) => {
        const pairs: string[] = [];
        all.forEach((l, i) => {
          all.forEach((r, j) => {
            if (l.side !== 'left' || r.side !== 'right' || l.tombstone || r.tombstone) return;
            if (l.key === null || l.key !== r.key || r.ts < l.ts - beforeMs || r.ts > l.ts + afterMs) return;
            pairs.push(`${Math.max(l.ts, r.ts)} ${i} ${j}`);
          });
        });
        const got = join(all, { type: 'INNER', beforeMs, afterMs, graceMs: 1000 });
        expect(got.map((result) => result.join(' ')).sort()).toEqual(pairs.sort());
      }),
      { numRuns: 300 },
    );
  });

  it('reports a record without a match once, once time has passed', () => {
    fc.assert(
      fc.property(sides(), fc.nat(12), fc.nat(12), (all, beforeMs, afterMs) => {
        const events = [...inOrder(all), R('flush', 1000), L('flush', 1000)];
        const results = join(events, { type: 'OUTER', beforeMs, afterMs, graceMs: 0 });
        events.forEach((event, i) => {
          if (event.tombstone || event.key === 'flush') return;
          const of = results.filter(([, l, r]) => (event.side === 'left' ? l : r) === i);
          const alone = of.filter(([, l, r]) => l === null || r === null);
          expect(alone.length).toBe(of.length > alone.length ? 0 : 1);
        });
      }),
      { numRuns: 300 },
    );
  });

  describe('eager, as without GRACE PERIOD', () => {
    const options: Spec = { type: 'LEFT', beforeMs: 5, afterMs: 5, graceMs: 1000, eager: true };

    it('gives a record without a match at once, and the pair as well', () => {
      expect(join([L('a', 10), R('a', 12), L('a', 13)], options)).toEqual([
        [10, 0, null],
        [12, 0, 1],
        [13, 2, 1],
      ]);
    });

    it('gives each outer side’s record alone, and only those', () => {
      expect(join([R('a', 1), L('b', 2)], options)).toEqual([[2, 1, null]]);
      expect(join([R('a', 1), L('b', 2)], { ...options, type: 'OUTER' })).toEqual([
        [1, null, 0],
        [2, 1, null],
      ]);
    });

    it('gives nothing when the window closes', () => {
      expect(join([L('a', 10), R('b', 5000)], options)).toEqual([[10, 0, null]]);
    });
  });

  describe('at the edges', () => {
    const options: Spec = { type: 'LEFT', beforeMs: 3, afterMs: 5, graceMs: 2 };

    it('joins at the first and the last ms of the window, not outside', () => {
      const lone = (ts: number) => join([L('a', 10), R('a', ts)], { ...options, type: 'INNER' }).length;
      expect([6, 7, 10, 15, 16].map(lone)).toEqual([0, 1, 1, 1, 0]);
    });

    it('closes a window when time is strictly later than its end and grace', () => {
      expect(join([L('a', 10), R('b', 17)], options)).toEqual([]);
      expect(join([L('a', 10), R('b', 18)], options)).toEqual([[10, 0, null]]);
    });

    it('reports a late record at once when its window is over, grace or not', () => {
      expect(join([R('b', 16), L('a', 10)], options)).toEqual([[10, 1, null]]);
      expect(join([R('b', 15), L('a', 10)], options)).toEqual([]);
    });

    it('reports records of one time as Kafka Streams’ store has them: the right side first, then by key', () => {
      const all = [L('b', 10), R('c', 10), L('a', 10), L('é', 10), L('z', 10), L('x', 100)];
      expect(join(all, { ...options, type: 'OUTER' })).toEqual([
        [10, null, 1],
        [10, 2, null],
        [10, 0, null],
        [10, 4, null],
        [10, 3, null],
      ]);
    });

    it('reports them in that order after a restart too', () => {
      const all = [L('b', 10), R('c', 10), L('a', 10), L('b', 9), L('x', 100)];
      const restarts = ['none', 'none', 'none', 'none', 'restart'] as const;
      const outer: Spec = { ...options, type: 'OUTER' };
      expect(join(all, outer, restarts)).toEqual(join(all, outer));
    });

    it('remembers over a restart that a record without a value moved time', () => {
      const all = [L('a', 10), { ...L('a', 100), tombstone: true }, R('b', 1)];
      expect(join(all, options, ['none', 'none', 'restart'])).toEqual(join(all, options));
    });

    it('lets a late record wait that came at its window’s last ms', () => {
      const narrow: Spec = { type: 'LEFT', beforeMs: 0, afterMs: 5, graceMs: 0 };
      expect(join([L('b', 15), L('a', 10)], narrow)).toEqual([]);
      expect(join([L('b', 15), L('a', 10), L('c', 16)], narrow)).toEqual([[10, 1, null]]);
    });

    it('moves time by records without a key or a value, but closes nothing then', () => {
      const nothing = { ...L('a', 100), tombstone: true };
      expect(join([L('a', 10), nothing], options)).toEqual([]);
      expect(join([L('a', 10), nothing, R('b', 1)], options)).toEqual([[10, 0, null]]);
    });
  });

  it('keeps what waits for its window to close when it is restarted at the window’s last ms', () => {
    const options: Spec = { type: 'LEFT', beforeMs: 0, afterMs: 5, graceMs: 0 };
    const all = [L('a', 10), L('b', 15), L('c', 16)];
    expect(join(all, options)).toEqual([[10, 0, null]]);
    expect(join(all, options, ['none', 'none', 'restart'])).toEqual([[10, 0, null]]);
  });

  describe('with an interval between looks for closed windows', () => {
    const options: Spec = { type: 'LEFT', beforeMs: 5, afterMs: 5, graceMs: 0 };

    it('looks once an interval only', () => {
      const all = [L('a', 10), L('b', 30), L('c', 50), L('d', 70)];
      const clock = [0, 0, 999, 1000];
      expect(join(all, { ...options, emitIntervalMs: 1000, clock })).toEqual([
        [10, 0, null],
        [30, 1, null],
        [50, 2, null],
      ]);
    });

    it('loses nothing that waits when it is restarted, however far time has moved', () => {
      const all = [L('a', 10), L('b', 1000), L('c', 2000), L('d', 3000)];
      const clock = [0, 1, 2, 5000];
      const restarts = ['none', 'none', 'none', 'restart'] as const;
      const got = join(all, { ...options, emitIntervalMs: 1000, clock }, restarts);
      expect(got).toEqual([
        [10, 0, null],
        [1000, 1, null],
        [2000, 2, null],
      ]);
    });
  });
});
