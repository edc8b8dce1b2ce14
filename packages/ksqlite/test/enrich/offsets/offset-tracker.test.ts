import fc from 'fast-check';
import { OffsetTracker } from '../../../src/enrich/offsets/offset-tracker.ts';

const start = { offset: 10, metadata: '' };

test('commits up to the first record that is not done, and notes those beyond', () => {
  const tracker = new OffsetTracker(start);
  for (const offset of [10, 11, 12, 13, 14]) expect(tracker.take(offset)).toBe(true);
  tracker.finish(12);
  tracker.finish(14);
  expect(tracker.position()).toEqual({ offset: 10, metadata: '2,1' });
  tracker.finish(10);
  expect(tracker.position()).toEqual({ offset: 11, metadata: '1,1' });
  tracker.finish(11);
  expect(tracker.position()).toEqual({ offset: 13, metadata: '1' });
  tracker.finish(13);
  expect(tracker.position()).toEqual({ offset: 15, metadata: '' });
});

test('one record that is late costs one range, however many pass it', () => {
  const tracker = new OffsetTracker({ offset: 0, metadata: '' });
  tracker.take(0);
  for (let offset = 1; offset < 100_000; offset++) {
    tracker.take(offset);
    tracker.finish(offset);
  }
  expect(tracker.pending()).toBe(1);
  expect(tracker.position()).toEqual({ offset: 0, metadata: '1+255q' });
});

test('skips what the metadata says is done', () => {
  const tracker = new OffsetTracker({ offset: 5, metadata: '1+1,2' });
  expect([5, 6, 7, 8, 9, 10, 11].filter((offset) => tracker.take(offset))).toEqual([5, 8, 9, 11]);
});

test('does not take a record up twice', () => {
  const tracker = new OffsetTracker(start);
  expect(tracker.take(10)).toBe(true);
  expect(tracker.take(10)).toBe(false);
  expect(tracker.take(9)).toBe(false);
  tracker.finish(10);
  expect(() => tracker.finish(10)).toThrow('not under way');
});

test.each(['x!', '1,,2', '1+', '-3', '1 2', 'zzzzzzzzzzzzzzzz'])(
  'refuses metadata that is not its own: %s',
  (metadata) => {
    expect(() => new OffsetTracker({ offset: 0, metadata })).toThrow();
  },
);

test('random completions, offsets with gaps, kills at any moment: each record is done exactly once', () => {
  const steps = fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('take' as const) }) },
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('finish' as const), which: fc.nat() }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('commit' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const) }) },
    ),
    { maxLength: 300 },
  );
  const gaps = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 120 });

  fc.assert(
    fc.property(gaps, steps, fc.constantFrom(16, 24, 60, 4_000), (gapList, script, maxNotes) => {
      let at = 0;
      const log = gapList.map((gap) => (at += gap));
      const outcomes = new Map<number, number>();
      let committed = { offset: 0, metadata: '' };
      let tracker = new OffsetTracker(committed, maxNotes);
      let next = 0; // index in the log of the record to be polled next
      let pending: number[] = [];
      let finished: number[] = []; // with their result, not committed

      const take = () => {
        const offset = log[next];
        if (offset === undefined || !tracker.fits(offset)) return;
        next++;
        if (tracker.take(offset)) pending.push(offset);
      };
      const finish = (which: number) => {
        if (pending.length > 0) finished.push(...pending.splice(which % pending.length, 1));
      };
      const commit = () => {
        for (const offset of finished) tracker.finish(offset);
        for (const offset of finished) outcomes.set(offset, (outcomes.get(offset) ?? 0) + 1);
        finished = [];
        committed = tracker.position();
        expect(committed.metadata.length).toBeLessThanOrEqual(maxNotes);
      };
      const kill = () => {
        tracker = new OffsetTracker(committed, maxNotes);
        next = log.findIndex((offset) => offset >= committed.offset);
        if (next === -1) next = log.length;
        pending = [];
        finished = [];
      };

      for (const step of script) {
        if (step.kind === 'take') take();
        else if (step.kind === 'finish') finish(step.which);
        else if (step.kind === 'commit') commit();
        else kill();
      }
      while (next < log.length || pending.length > 0 || finished.length > 0) {
        const before = next;
        take();
        if (next === before) finish(0);
        commit();
      }
      expect([...outcomes].sort(([x], [y]) => x - y)).toEqual(log.map((offset) => [offset, 1]));
      expect(committed.metadata).toBe('');
    }),
    { numRuns: 500 },
  );
});
