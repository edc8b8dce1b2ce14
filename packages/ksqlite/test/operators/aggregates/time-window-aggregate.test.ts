import fc from 'fast-check';
import { timeWindowAggregate } from '../../../src/operators/aggregates/time-window-aggregate.ts';
import { STRING } from '../../../src/types/sql-type.ts';
import { type Event, events, groupBy, recordsOf } from '../support/events.ts';
import { LIST } from '../support/list-aggregate.ts';
import { type ListedChange, listedChange } from '../support/listed-change.ts';
import { memoryContext } from '../support/memory-context.ts';

interface Spec {
  readonly sizeMs: number;
  readonly advanceMs: number;
  readonly graceMs: number;
  readonly retentionMs: number;
  readonly final: boolean;
}

interface Changes {
  readonly changes: readonly ListedChange[];
  readonly expired: readonly number[];
}

const spec = (final: boolean): fc.Arbitrary<Spec> =>
  fc
    .record({
      sizeMs: fc.integer({ min: 1, max: 20 }),
      hops: fc.constantFrom(1, 1, 2, 3, 7),
      graceMs: fc.constantFrom(0, 1, 5, 30),
      more: fc.nat(5),
    })
    .map(({ sizeMs, hops, graceMs, more }) => ({
      sizeMs,
      advanceMs: Math.max(1, Math.ceil(sizeMs / hops)),
      graceMs,
      retentionMs: sizeMs + graceMs + more,
      final,
    }));

function windows(all: readonly Event[], options: Spec, restarts: readonly boolean[] = []): Changes {
  const changes: ListedChange[] = [];
  const expired: number[] = [];
  let context = memoryContext();
  const start = () =>
    timeWindowAggregate(
      context,
      {
        ...options,
        name: 'windows',
        calls: [LIST],
        groupBy,
        keyTypes: [STRING],
        sendsOld: true,
      },
      (change) => changes.push(listedChange(change)),
    );
  let operator = start();
  recordsOf(all).forEach((record, i) => {
    // what is restored and what is replayed must be the same, in any mixture
    if (restarts.length > 0 && i % 3 === 1) context.takeImages();
    if (restarts[i] === true) {
      context = context.restarted();
      operator = start();
    }
    const { late } = operator.metrics;
    operator.receive(record);
    for (let n = late; n < operator.metrics.late; n++) expired.push(record.offset);
  });
  return { changes, expired };
}

/** For every record, every window there could be, filled anew from all records before it. */
function model(all: readonly Event[], { sizeMs, advanceMs, graceMs, final }: Spec): Changes {
  const changes: ListedChange[] = [];
  const expired: number[] = [];
  /** Who got into the window of a key that starts at `start`, among the first `count` records. */
  const timeAfter = (count: number): number =>
    Math.max(-1, ...all.slice(0, count).map((e) => (e.key === null || e.tombstone ? -1 : e.ts)));
  const members = (key: string, start: number, count: number): number[] =>
    all.slice(0, count).flatMap((e, i) => {
      const inside = e.key === key && !e.tombstone && e.ts >= start && e.ts < start + sizeMs;
      return inside && start + sizeMs > timeAfter(i + 1) - graceMs ? [i] : [];
    });
  const newest = (numbers: readonly number[]): number => Math.max(...numbers.map((i) => all[i]!.ts));
  const emitted = new Set<string>();
  all.forEach(({ key, ts, tombstone }, i) => {
    if (key === null || tombstone) return;
    for (let start = 0; start <= ts; start += advanceMs) {
      if (ts >= start + sizeMs) continue;
      const now = members(key, start, i + 1);
      if (!now.includes(i)) {
        expired.push(i);
        continue;
      }
      const before = now.slice(0, -1);
      if (!final)
        changes.push({
          key: [key],
          window: { start, end: start + sizeMs },
          ts: newest(now),
          row: [now],
          old: before.length === 0 ? null : [before],
        });
    }
    if (!final) return;
    const closed: { key: string; start: number; first: number; held: number[] }[] = [];
    for (let start = 0; start + sizeMs <= timeAfter(i + 1) - graceMs; start += advanceMs)
      for (const other of ['a', 'b', 'c']) {
        const held = members(other, start, i + 1);
        const id = `${other} ${start}`;
        if (held.length === 0 || emitted.has(id)) continue;
        emitted.add(id);
        closed.push({ key: other, start, first: held[0]!, held });
      }
    for (const { key: own, start, held } of closed.sort((a, b) => a.start - b.start || a.first - b.first))
      changes.push({
        key: [own],
        window: { start, end: start + sizeMs },
        ts: newest(held),
        row: [held],
        old: null,
      });
  });
  return { changes, expired };
}

const at = (key: string, ts: number): Event => ({ key, ts, tombstone: false });
const byKey = ({ changes }: Changes): Record<string, unknown[]> => {
  const grouped: Record<string, unknown[]> = {};
  for (const change of changes) {
    const key = String(change.key[0]);
    grouped[key] = [...(grouped[key] ?? []), change];
  }
  return grouped;
};
const flags = fc.array(fc.boolean(), { minLength: 30, maxLength: 30 });

describe('tumbling and hopping windows', () => {
  it('do what the naive ones do, in any order of events', () => {
    fc.assert(
      fc.property(events(), spec(false), (all, options) => {
        expect(windows(all, options)).toEqual(model(all, options));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('come out the same when they are restarted anywhere', () => {
    fc.assert(
      fc.property(events(), spec(false), flags, (all, options, restarts) => {
        expect(windows(all, options, restarts)).toEqual(windows(all, options));
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  const options: Spec = { sizeMs: 10, advanceMs: 10, graceMs: 2, retentionMs: 12, final: false };
  const brief = (all: readonly Event[], spec = options, restarts?: readonly boolean[]): string[] =>
    windows(all, spec, restarts).changes.map(
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
    expect(windows([at('b', 11), at('a', 9)], options).expired).toEqual([]);
    expect(windows([at('b', 12), at('a', 9)], options).expired).toEqual([1]);
  });

  it('a hopping one closes for itself: the later ones take the record still', () => {
    const hopping = { ...options, advanceMs: 5, graceMs: 0, retentionMs: 20 };
    expect(brief([at('b', 12), at('a', 9)], hopping)).toEqual(['b@5=0', 'b@10=0', 'a@5=1']);
  });

  describe('EMIT FINAL', () => {
    const final: Spec = { ...options, final: true };
    /** Time never jumps past the retention here: see below for when it does. */
    const kept = spec(true).map((s) => ({ ...s, retentionMs: 1000 }));

    it('does what the naive one does, in any order of events', () => {
      fc.assert(
        fc.property(events(), kept, (all, spec) => {
          expect(windows(all, spec)).toEqual(model(all, spec));
        }),
        { seed: 3, numRuns: 500 },
      );
    });

    it('comes out the same for each key when restarted anywhere', () => {
      fc.assert(
        fc.property(events(), kept, flags, (all, spec, restarts) => {
          expect(byKey(windows(all, spec, restarts))).toEqual(byKey(windows(all, spec)));
        }),
        { seed: 4, numRuns: 300 },
      );
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

    // defect: after a restart they come in the order of the store's keys
    it.failing('reports windows with one end in the order they began, after a restart too', () => {
      const spec: Spec = { ...final, retentionMs: 1000 };
      const all = [at('a', 0), at('b', 1), at('b', 20), at('a', 20), at('c', 90)];
      const restarts = [false, false, false, false, true];
      expect(brief(all, spec, restarts)).toEqual(brief(all, spec));
    });
  });
});
