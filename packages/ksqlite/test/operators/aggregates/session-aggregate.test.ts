import fc from 'fast-check';
import { sessionAggregate } from '../../../src/operators/aggregates/session-aggregate.ts';
import { STRING } from '../../../src/types/sql-type.ts';
import {
  checkOperator,
  type Interruption,
  type Outcome,
  runOperator,
  type Start,
} from '../support/check-operator.ts';
import { type Event, events, eventsAndTime, groupBy, takeEvent } from '../support/events.ts';
import { listCall, listed } from '../support/list-aggregate.ts';
import { type ListedChange, listedChange, listedRows } from '../support/listed-change.ts';

interface Spec {
  readonly gapMs: number;
  readonly graceMs: number;
  readonly mergeMs: number;
  readonly retentionMs: number;
  readonly final: boolean;
  readonly sendsOld: boolean;
  readonly failing: boolean;
  /** The aggregate is a function of one's own. */
  readonly own: boolean;
}

const spec = (final: boolean): fc.Arbitrary<Spec> =>
  fc
    .record({
      gapMs: fc.integer({ min: 1, max: 10 }),
      graceMs: fc.constantFrom(0, 2, 15),
      more: fc.nat(10),
      longer: fc.constantFrom(0, 20),
      sendsOld: fc.boolean(),
      failing: fc.boolean(),
      own: fc.boolean(),
    })
    .map(({ more, longer, ...one }) => {
      const mergeMs = one.gapMs + one.graceMs + more;
      return { ...one, mergeMs, retentionMs: mergeMs + longer, final };
    });

const start =
  ({ failing, own, ...options }: Spec): Start<Event, ListedChange> =>
  (context, emit) => {
    const calls = [listCall({ failing, own })];
    const operator = sessionAggregate(
      context,
      { ...options, name: 'sessions', calls, groupBy, keyTypes: [STRING] },
      (change) => emit(listedChange(change)),
    );
    return {
      take: takeEvent(operator),
      rows: () => listedRows(operator.rows(undefined)),
      metrics: operator.metrics,
    };
  };

interface ModelSession {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly members: readonly (number | null)[];
}

function model(
  { gapMs, graceMs, mergeMs, final, sendsOld, failing }: Spec,
  all: readonly Event[],
): Partial<Outcome<ListedChange>> {
  const results: ListedChange[] = [];
  const late: number[] = [];
  const failed: number[] = [];
  let live: ModelSession[] = [];
  let open: ModelSession[] = [];
  let streamTime = -1;
  const change = ({ key, start, end, members }: ModelSession, deleted: boolean): void => {
    const row = [members];
    const old = deleted && sendsOld ? row : null;
    results.push({ key: [key], window: { start, end }, ts: end, row: deleted ? null : row, old });
  };
  all.forEach(({ key, ts, tombstone, advance }, i) => {
    if (advance !== true && (tombstone || key === null)) return;
    const before = streamTime;
    streamTime = Math.max(streamTime, ts);
    const closeTime = streamTime - graceMs - gapMs;
    if (key !== null) {
      const near = live
        .filter((s) => s.key === key && s.end >= ts - gapMs && s.start <= ts + gapMs)
        .filter((s) => s.end > before - mergeMs)
        .sort((a, b) => a.end - b.end);
      const start = Math.min(ts, ...near.map((s) => s.start));
      const end = Math.max(ts, ...near.map((s) => s.end));
      const value = listed(i, failing);
      if (end < closeTime) late.push(i);
      else if (value === undefined) failed.push(i);
      else {
        if (!final) for (const s of near) if (start !== end) change(s, true);
        live = live.filter((s) => !near.includes(s));
        open = open.filter((s) => !near.includes(s));
        const session = { key, start, end, members: [...near.flatMap((s) => s.members), value] };
        live.push(session);
        open.push(session);
        if (!final) change(session, false);
      }
    }
    if (!final) return;
    const closed = open.filter((s) => s.end < closeTime).sort((a, b) => a.end - b.end);
    for (const session of closed) change(session, false);
    open = open.filter((s) => !closed.includes(s));
  });
  return { results, late, failed };
}

const at = (key: string, ts: number): Event => ({ key, ts, tombstone: false });

describe('session windows', () => {
  it('do what the naive ones do, in any order of events, restarted anywhere', () => {
    checkOperator({ options: spec(false), steps: eventsAndTime(), start, model, numRuns: 600 });
  });

  it('are in the end what lies less than a gap apart, whatever the order', () => {
    fc.assert(
      fc.property(events(200), fc.integer({ min: 1, max: 10 }), (all, gapMs) => {
        const { results } = runOperator(
          start({ ...options, gapMs, graceMs: 1000, mergeMs: 2000, retentionMs: 2000 }),
          all,
        );
        const table = new Map<string, readonly number[]>();
        for (const { key, window, row } of results) {
          const id = `${key[0]} ${window?.start} ${window?.end}`;
          if (row === null) table.delete(id);
          else
            table.set(
              id,
              [...(row[0] as number[])].sort((a, b) => a - b),
            );
        }
        const expected = new Map<string, readonly number[]>();
        for (const key of ['a', 'b', 'c']) {
          let members: { i: number; ts: number }[] = [];
          const flush = (): void => {
            if (members.length === 0) return;
            const numbers = members.map(({ i }) => i).sort((a, b) => a - b);
            expected.set(`${key} ${members[0]!.ts} ${members.at(-1)!.ts}`, numbers);
            members = [];
          };
          const own = all
            .map(({ ts, ...event }, i) => ({ ...event, ts, i }))
            .filter((event) => event.key === key && !event.tombstone)
            .sort((a, b) => a.ts - b.ts);
          for (const event of own) {
            if (members.length > 0 && event.ts - members.at(-1)!.ts > gapMs) flush();
            members.push(event);
          }
          flush();
        }
        expect(new Map([...table].sort())).toEqual(new Map([...expected].sort()));
      }),
      { numRuns: 300 },
    );
  });

  const options: Spec = {
    gapMs: 5,
    graceMs: 2,
    mergeMs: 100,
    retentionMs: 100,
    final: false,
    sendsOld: true,
    failing: false,
    own: false,
  };
  const brief = (all: readonly Event[], spec = options, interruptions?: readonly Interruption[]): string[] =>
    runOperator(start(spec), all, interruptions).results.map(
      ({ key, window, row }) => `${key[0]}@${window?.start}-${window?.end}=${row === null ? null : row[0]}`,
    );

  it('merge two sessions: both are deleted under their old bounds, then the new one appears', () => {
    expect(brief([at('a', 0), at('a', 8), at('a', 4)])).toEqual([
      'a@0-0=0',
      'a@8-8=1',
      'a@0-0=null',
      'a@8-8=null',
      'a@0-8=0,1,2',
    ]);
  });

  it('with two records at one time are one session after a restart, too', () => {
    const all = [at('a', 10), at('a', 10), at('a', 12)];
    expect(brief(all, options, ['none', 'none', 'restart'])).toEqual(brief(all));
  });

  it('reach a gap far, not a ms farther', () => {
    expect(brief([at('a', 10), at('a', 15)])).toHaveLength(3);
    expect(brief([at('a', 10), at('a', 16)])).toEqual(['a@10-10=0', 'a@16-16=1']);
  });

  it('are replaced in place when nothing but the value changes', () => {
    expect(brief([at('a', 10), at('a', 10)])).toEqual(['a@10-10=0', 'a@10-10=0,1']);
  });

  it('take late records until gap and grace have passed, not a ms longer', () => {
    expect(runOperator(start(options), [at('b', 17), at('a', 10)]).late).toEqual([]);
    expect(runOperator(start(options), [at('b', 18), at('a', 10)]).late).toEqual([1]);
  });

  describe('EMIT FINAL', () => {
    const final: Spec = { ...options, final: true };
    /** Time never jumps past the retention here: see below for when it does. */
    const kept = spec(true).map((s) => ({ ...s, retentionMs: 1000 }));

    it('does what the naive one does, in any order of events, restarted anywhere', () => {
      checkOperator({ options: kept, steps: eventsAndTime(), start, model, numRuns: 600 });
    });

    it('reports a session that was extended once', () => {
      expect(brief([at('a', 10), at('a', 11), at('b', 30)], final)).toEqual(['a@10-11=0,1']);
    });

    it('reports a session once, strictly after its gap and grace', () => {
      expect(brief([at('a', 10), at('b', 17)], final)).toEqual([]);
      expect(brief([at('a', 10), at('b', 18), at('b', 19)], final)).toEqual(['a@10-10=0']);
    });

    it('loses no session when time jumps past the retention', () => {
      expect(brief([at('a', 10), at('b', 11), at('c', 1000)], final)).toEqual(['a@10-10=0', 'b@11-11=1']);
    });

    it('lets a late record begin a session of its own where the one before it is no longer merged', () => {
      const all = [at('a', 10), at('b', 17), at('a', 13), at('c', 90)];
      expect(brief(all, { ...final, mergeMs: 8 })).toEqual(['a@10-13=0,2', 'b@17-17=1']);
      expect(brief(all, { ...final, mergeMs: 7 })).toEqual(['a@10-10=0', 'a@13-13=2', 'b@17-17=1']);
    });

    it('reports sessions with one end in the order they came, after a restart too', () => {
      const all = [at('a', 0), at('b', 1), at('b', 20), at('a', 20), at('c', 90)];
      const restarts = ['none', 'none', 'none', 'none', 'restart'] as const;
      expect(brief(all, final, restarts)).toEqual(brief(all, final));
    });
  });
});
