import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { stateCodec } from '../../../src/formats/value-text.ts';
import { hashKey, type MapKey } from '../../../src/state/codecs/map-key.ts';
import { rowCodec } from '../../../src/state/codecs/row-codec.ts';
import {
  type Session,
  SessionStore,
  type SessionStoreOptions,
} from '../../../src/state/sessions/session-store.ts';
import { INTEGER, STRING } from '../../../src/types/sql-type.ts';
import type { Row } from '../../../src/types/sql-value.ts';
import { type MemoryContext, memoryContext } from '../../operators/support/memory-context.ts';

interface Naive {
  readonly key: MapKey;
  readonly start: number;
  readonly end: number;
  readonly state: Row;
}

interface Store {
  find(key: MapKey, earliestEnd: number, latestStart: number): readonly Naive[];
  put(session: Naive, merged: readonly Naive[]): void;
  advance(ts: number): void;
  all(key?: MapKey): readonly Naive[];
}

function naiveStore(retentionMs: number): Store {
  let live: Naive[] = [];
  let observed = -1;
  const byEnd = (sessions: readonly Naive[]): Naive[] => [...sessions].sort((a, b) => a.end - b.end);
  return {
    find: (key, earliestEnd, latestStart) =>
      byEnd(
        live.filter(
          (s) =>
            s.key === key && s.end >= earliestEnd && s.start <= latestStart && s.end > observed - retentionMs,
        ),
      ),
    put: (session, merged) => {
      const { key, start, end } = session;
      live = live.filter(
        (s) => !merged.includes(s) && !(s.key === key && s.start === start && s.end === end),
      );
      live.push(session);
    },
    advance: (ts) => {
      if (ts <= observed) return;
      observed = ts;
      live = live.filter((s) => s.end > observed - retentionMs);
    },
    all: (key) => byEnd(key === undefined ? live : live.filter((s) => s.key === key)),
  };
}

const CODEC = { key: rowCodec([STRING]), state: [INTEGER, STRING, STRING].map(stateCodec) };

/** The store at work, seen as the naive one; `handles` are the sessions of the last `find`. */
function columnarStore(store: SessionStore): Store {
  const handles = new Map<Naive, Session>();
  const seen = (session: Session): Naive => {
    const { key, start, end } = session;
    expect([session.keyRow, store.get(session)?.lsn]).toEqual([[key], session.lsn]);
    const naive = { key, start, end, state: store.stateOf(session) };
    handles.set(naive, session);
    return naive;
  };
  return {
    find: (key, earliestEnd, latestStart) => {
      handles.clear();
      return store.find(key, earliestEnd, latestStart).map(seen);
    },
    put: ({ key, start, end, state }, merged) => {
      const sessions = merged.map((naive) => handles.get(naive)!);
      store.put(
        key,
        [key],
        start,
        end,
        state,
        sessions,
        merged.map((naive) => naive.state),
      );
      for (const session of sessions) expect(store.get(session)).toBeUndefined();
    },
    advance: (streamTime) => store.advance(streamTime),
    all: (key) => [...store.sessions(key)].sort((a, b) => a.end - b.end || a.lsn - b.lsn).map(seen),
  };
}

interface Event {
  readonly key: string;
  readonly ts: number;
  readonly text: string;
}

const GAP_MS = 10;

/** A record comes: as the operator does it. The second value of the state is the first text, the third the last one. */
function happen(store: Store, streamTime: number, { key, ts, text }: Event): void {
  store.advance(streamTime);
  const merged = store.find(key, ts - GAP_MS, ts + GAP_MS);
  const count = merged.reduce((sum, session) => sum + (session.state[0] as number), 1);
  const first = merged[0]?.state[1] ?? text;
  store.put(
    {
      key,
      start: Math.min(ts, ...merged.map((session) => session.start)),
      end: Math.max(ts, ...merged.map((session) => session.end)),
      state: [count, first, text],
    },
    merged,
  );
}

const options = (
  more: Partial<SessionStoreOptions> & { readonly retentionMs: number },
): SessionStoreOptions => ({
  name: 's',
  codec: CODEC,
  ...more,
});

const text = fc.oneof(
  fc.string({ maxLength: 5 }),
  fc.string({ minLength: 61, maxLength: 70 }),
  fc.constantFrom('x'.repeat(64), 'é'.repeat(65), 'y'.repeat(5000)),
);
const step = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd'),
  /** from the largest ts so far */
  move: fc.oneof(fc.integer({ min: -12, max: 12 }), fc.integer({ min: -60, max: 30 })),
  text,
  then: fc.oneof(
    { weight: 8, arbitrary: fc.constant('nothing') },
    { weight: 2, arbitrary: fc.constantFrom('restart', 'snapshot', 'snapshot and restart', 'look') },
  ),
});

describe('a session store', () => {
  it('holds what a naive one holds: hashes that collide, restarts, snapshots, next to nothing in memory', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 80, size: 'max' }),
        fc.constantFrom<(key: MapKey) => number>(
          hashKey,
          () => 7,
          (key) => (key < 'c' ? 1 : -1),
        ),
        fc.constantFrom(1, 4, 8192),
        // a log that has grown for long; and one where all positions have the same low bits
        fc.constantFrom(1, 3e9, 2 ** 32),
        fc.integer({ min: 60, max: 120 }),
        (steps, hash, sessions, apart, retentionMs) => {
          let context: MemoryContext = memoryContext([], { sessions }, apart);
          const open = () => columnarStore(new SessionStore(context, options({ retentionMs, hash })));
          let store = open();
          const naive = naiveStore(retentionMs);
          let streamTime = 1000;
          for (const { key, move, text, then } of steps) {
            const ts = streamTime + move;
            if (ts > streamTime) streamTime = ts;
            for (const one of [store, naive]) happen(one, streamTime, { key, ts, text });
            if (then.startsWith('snapshot')) context.takeSnapshots();
            if (then.endsWith('restart')) {
              context = context.restarted();
              store = open();
            }
            expect(store.find(key, ts - 30, ts)).toEqual(naive.find(key, ts - 30, ts));
            if (then !== 'look') continue;
            expect(store.all('a')).toEqual(naive.all('a'));
            expect(store.all()).toEqual(naive.all());
          }
          expect(store.all()).toEqual(naive.all());
        },
      ),
      { numRuns: 100 },
    );
  });

  const SEED = Number(process.env.SESSIONS_SEED ?? randomInt(1_000_000));

  it(`does so over many thousands of sessions that grow, merge and expire (SESSIONS_SEED=${SEED})`, () => {
    const retentionMs = 2000;
    const context = memoryContext([], { sessions: 50 });
    const store = columnarStore(
      new SessionStore(context, options({ retentionMs, hash: (key) => hashKey(key) % 500 })),
    );
    const naive = new Map<string, Store>();
    let seed = SEED;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    let streamTime = 0;
    for (let i = 0; i < 15_000; i++) {
      // a burst, then few: the columns grow and shrink
      if (random(i % 5000 < 4000 ? 4 : 1) === 0) streamTime++;
      const key = `${Math.floor(streamTime / 500)}/${random(2000)}`;
      const ts = Math.max(0, streamTime - random(40));
      let own = naive.get(key);
      if (own === undefined) {
        own = naiveStore(retentionMs);
        naive.set(key, own);
      }
      for (const one of [store, own]) happen(one, streamTime, { key, ts, text: `${i}`.repeat(1 + (i % 20)) });
      if (i % 1000 === 0) context.takeSnapshots();
      if (i % 4999 !== 0) continue;
      const all = [...naive.values()].flatMap((each) => {
        each.advance(streamTime);
        return each.all();
      });
      const order = (a: Naive, b: Naive): number => a.end - b.end || (String(a.key) < String(b.key) ? -1 : 1);
      expect([...store.all()].sort(order)).toEqual(all.sort(order));
    }
  });

  it('writes a long value that stays the same once', () => {
    const context = memoryContext([], { sessions: 1 });
    const store = columnarStore(new SessionStore(context, options({ retentionMs: 1000 })));
    const long = 'z'.repeat(2000);
    const written = (): number => context.changelogBytes('s');
    happen(store, 0, { key: 'a', ts: 0, text: long });
    const once = written();
    for (let ts = 1; ts < 50; ts++) happen(store, ts, { key: 'a', ts, text: 'short' });
    expect(written() - once).toBeLessThan(50 * 60);
    expect(store.find('a', 0, 100)[0]?.state).toEqual([50, long, 'short']);
  });

  it('writes it again before the log may let go of it', () => {
    const context = memoryContext([], { sessions: 1 });
    const store = columnarStore(new SessionStore(context, options({ retentionMs: 100 })));
    const long = 'z'.repeat(2000);
    for (let ts = 0; ts < 1000; ts += 5) {
      happen(store, ts, { key: 'a', ts, text: ts === 0 ? long : 'short' });
      context.takeSnapshots();
    }
    expect(store.find('a', 0, 1000)[0]?.state).toEqual([200, long, 'short']);
    expect(context.changelogBytes('s')).toBeLessThan(60 * 2000);
  });

  it('takes at most 64 bytes a session, gives them back, and does not keep what was merged', () => {
    const context = memoryContext();
    const store = new SessionStore(context, options({ retentionMs: 1000 }));
    const put = (key: string, ts: number): void => {
      store.advance(ts);
      store.put(key, [key], ts, ts, [1, '', ''], [], []);
    };
    for (let i = 0; i < 200_000; i++) put(`k${i}`, Math.floor(i / 1000));
    expect(store.bytes() / 200_000).toBeLessThan(64);
    put('last', 10_000);
    expect(store.bytes()).toBeLessThan(100_000);

    for (let i = 0; i < 40_000; i++) {
      const [a, b] = [0, 1].map((n) =>
        store.put(`m${i % 5}`, [`m${i % 5}`], 10_000 + n, 10_000 + n, [1, '', ''], [], []),
      );
      store.put(
        'm',
        ['m'],
        10_000,
        10_001,
        [2, '', ''],
        [a!, b!],
        [
          [1, '', ''],
          [1, '', ''],
        ],
      );
    }
    expect(store.bytes()).toBeLessThan(3_000_000);
  });
});
