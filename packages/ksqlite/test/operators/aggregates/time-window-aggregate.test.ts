import fc from 'fast-check';
import { timeWindowAggregate } from '../../../src/operators/aggregates/time-window-aggregate.ts';
import { STRING } from '../../../src/types/sql-type.ts';
import type { Row } from '../../../src/types/sql-value.ts';
import { checkOperator, type Outcome, runOperator, type Start } from '../support/check-operator.ts';
import { type Event, eventsAndTime, groupBy, KEYS, takeEvent } from '../support/events.ts';
import { FAILING_LIST, LIST, listed } from '../support/list-aggregate.ts';
import { type ListedChange, listedChange, listedRows } from '../support/listed-change.ts';

interface Spec {
  readonly sizeMs: number;
  readonly advanceMs: number;
  readonly graceMs: number;
  readonly retentionMs: number;
  readonly final: boolean;
  readonly sendsOld: boolean;
  readonly failing: boolean;
}

const spec = (final: boolean): fc.Arbitrary<Spec> =>
  fc
    .record({
      sizeMs: fc.integer({ min: 1, max: 20 }),
      hops: fc.constantFrom(1, 1, 2, 3, 7),
      graceMs: fc.constantFrom(0, 1, 5, 30),
      more: fc.nat(5),
      sendsOld: fc.boolean(),
      failing: fc.boolean(),
    })
    .map(({ hops, more, ...one }) => ({
      ...one,
      advanceMs: Math.max(1, Math.ceil(one.sizeMs / hops)),
      retentionMs: one.sizeMs + one.graceMs + more,
      final,
    }));

const start =
  ({ failing, ...options }: Spec): Start<Event, ListedChange> =>
  (context, emit) => {
    const calls = [failing ? FAILING_LIST : LIST];
    const operator = timeWindowAggregate(
      context,
      { ...options, name: 'windows', calls, groupBy, keyTypes: [STRING] },
      (change) => emit(listedChange(change)),
    );
    return {
      take: takeEvent(operator),
      rows: () => listedRows(operator.rows(undefined)),
      metrics: operator.metrics,
    };
  };

/** For every record, every window there could be, filled again from all records before it. */
function model(
  { sizeMs, advanceMs, graceMs, final, sendsOld, failing }: Spec,
  all: readonly Event[],
): Partial<Outcome<ListedChange>> {
  const results: ListedChange[] = [];
  const late: number[] = [];
  const failed: number[] = [];
  const timeAfter = (count: number): number =>
    Math.max(
      -1,
      ...all.slice(0, count).map((e) => (e.advance || (e.key !== null && !e.tombstone) ? e.ts : -1)),
    );
  /** Who got into the window of a key that starts at `start`, among the first `count` records. */
  const members = (key: string, start: number, count: number): number[] =>
    all.slice(0, count).flatMap((e, i) => {
      const inside = e.key === key && !e.tombstone && e.ts >= start && e.ts < start + sizeMs;
      return inside && start + sizeMs > timeAfter(i + 1) - graceMs && listed(i, failing) !== undefined
        ? [i]
        : [];
    });
  const newest = (numbers: readonly number[]): number => Math.max(...numbers.map((i) => all[i]!.ts));
  const rowOf = (numbers: readonly number[]) => [numbers.map((i) => listed(i, failing))] as Row;
  const emitted = new Set<string>();
  all.forEach(({ key, ts, tombstone, advance }, i) => {
    if (advance !== true && (key === null || tombstone)) return;
    for (let start = 0; key !== null && start <= ts; start += advanceMs) {
      if (ts >= start + sizeMs) continue;
      if (start + sizeMs <= timeAfter(i + 1) - graceMs) {
        late.push(i);
        continue;
      }
      const now = members(key, start, i + 1);
      if (!now.includes(i)) {
        failed.push(i);
        continue;
      }
      const before = now.slice(0, -1);
      if (!final)
        results.push({
          key: [key],
          window: { start, end: start + sizeMs },
          ts: newest(now),
          row: rowOf(now),
          old: before.length === 0 || !sendsOld ? null : rowOf(before),
        });
    }
    if (!final) return;
    const closed: { key: string; start: number; first: number; held: number[] }[] = [];
    for (let start = 0; start + sizeMs <= timeAfter(i + 1) - graceMs; start += advanceMs)
      for (const other of KEYS) {
        const held = members(other, start, i + 1);
        const id = `${other} ${start}`;
        if (held.length === 0 || emitted.has(id)) continue;
        emitted.add(id);
        closed.push({ key: other, start, first: held[0]!, held });
      }
    for (const { key: own, start, held } of closed.sort((a, b) => a.start - b.start || a.first - b.first))
      results.push({
        key: [own],
        window: { start, end: start + sizeMs },
        ts: newest(held),
        row: rowOf(held),
        old: null,
      });
  });
  return { results, late, failed };
}

const at = (key: string, ts: number): Event => ({ key, ts, tombstone: false });

describe('tumbling and hopping windows', () => {
  it('do what the naive ones do, in any order of events, restarted anywhere', () => {
    checkOperator({ options: spec(false), steps: eventsAndTime(), start, model, numRuns: 500 });
  });

  const options: Spec = {
    sizeMs: 10,
    advanceMs: 10,
    graceMs: 2,
    retentionMs: 12,
    final: false,
    sendsOld: true,
    failing: false,
  };
  const brief = (all: readonly Event[], spec = options): string[] =>
    runOperator(start(spec), all).results.map(
      ({ key, window, row }) => `${key[0]}@${window?.start}=${row?.[0]}`,
    );

  it('hold their first ms, not their last', () => {
    expect(brief([at('a', 9), at('a', 10), at('a', 19), at('a', 20)])).toEqual([
      'a@0=0',
      'a@10=1',
      'a@10=1,2',
      'a@20=3',
    ]);
  });

  it('close when time is their end and grace, not a ms earlier', () => {
    expect(runOperator(start(options), [at('b', 11), at('a', 9)]).late).toEqual([]);
    expect(runOperator(start(options), [at('b', 12), at('a', 9)]).late).toEqual([1]);
  });

  it('a hopping one closes for itself: the later ones take the record still', () => {
    const hopping = { ...options, advanceMs: 5, graceMs: 0, retentionMs: 20 };
    expect(brief([at('b', 12), at('a', 9)], hopping)).toEqual(['b@5=0', 'b@10=0', 'a@5=1']);
  });

  describe('EMIT FINAL', () => {
    const final: Spec = { ...options, final: true };
    /** Time never jumps past the retention here: see below for when it does. */
    const kept = spec(true).map((s) => ({ ...s, retentionMs: 1000 }));

    it('does what the naive one does, in any order of events, restarted anywhere', () => {
      checkOperator({ options: kept, steps: eventsAndTime(), start, model, numRuns: 500 });
    });

    it('reports a window that is kept no longer than its grace', () => {
      expect(brief([at('a', 9), at('b', 12), at('b', 13)], final)).toEqual(['a@0=0']);
    });

    it('reports a window once, when it closes', () => {
      const spec: Spec = { ...final, retentionMs: 100 };
      expect(brief([at('a', 9), at('b', 11)], spec)).toEqual([]);
      expect(brief([at('a', 9), at('b', 12), at('b', 13)], spec)).toEqual(['a@0=0']);
    });

    it('loses no window when time jumps past the retention', () => {
      expect(brief([at('a', 1), at('b', 2), at('c', 1000)], final)).toEqual(['a@0=0', 'b@0=1']);
    });

    it('reports windows with one end in the order they began, after a restart too', () => {
      const spec: Spec = { ...final, retentionMs: 1000 };
      const all = [at('a', 0), at('b', 1), at('b', 20), at('a', 20), at('c', 90)];
      const whole = runOperator(start(spec), all);
      expect(runOperator(start(spec), all, ['none', 'none', 'none', 'none', 'restart'])).toEqual(whole);
    });
  });
});
