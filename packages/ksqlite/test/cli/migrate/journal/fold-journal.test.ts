import type { JournalEvent } from '../../../../src/cli/migrate/journal/event.ts';
import { foldJournal } from '../../../../src/cli/migrate/journal/fold-journal.ts';

let ids = 0;
const event = (
  runner: string,
  kind: JournalEvent['kind'],
  at: number,
  more: Partial<JournalEvent> = {},
): JournalEvent => ({
  id: `e${++ids}`,
  kind,
  runner,
  who: runner,
  leaseMs: 30,
  migration: '-',
  checksum: null,
  step: null,
  stepChecksum: null,
  makes: null,
  detail: null,
  at,
  ...more,
});
const ownerOf = (...events: JournalEvent[]) => foldJournal(events).owner?.runner;

test('the first claim in the topic’s order wins, until it is released', () => {
  const claims = [event('a', 'CLAIM', 1), event('b', 'CLAIM', 1)];
  expect(ownerOf(...claims)).toBe('a');
  expect(ownerOf(...claims, event('a', 'RELEASE', 2))).toBeUndefined();
  expect(ownerOf(...claims, event('b', 'RELEASE', 2))).toBe('a');
  expect(ownerOf(...claims, event('a', 'RELEASE', 2), event('b', 'CLAIM', 3))).toBe('b');
});

test('a claim after the lease, or over one that is known to be gone, takes over; every row prolongs the lease', () => {
  const a = event('a', 'CLAIM', 1);
  expect(ownerOf(a, event('b', 'CLAIM', 31))).toBe('a');
  expect(ownerOf(a, event('b', 'CLAIM', 32))).toBe('b');
  expect(ownerOf(a, event('a', 'RENEW', 20), event('b', 'CLAIM', 32))).toBe('a');
  expect(ownerOf(a, event('a', 'STEP', 20, { migration: 'm' }), event('b', 'CLAIM', 51))).toBe('b');
  expect(ownerOf(a, event('b', 'CLAIM', 2, { detail: 'a' }))).toBe('b');
  expect(ownerOf(a, event('b', 'CLAIM', 2, { detail: 'z' }))).toBe('a');
});

test('rows of a run that lost its right, and rows written twice, do not count', () => {
  const step = event('a', 'STEP', 3, { migration: 'm', step: 1, stepChecksum: 'x', checksum: 'c' });
  const taken = [event('a', 'CLAIM', 1), step, event('b', 'CLAIM', 40)];
  const late = foldJournal([...taken, event('a', 'APPLIED', 41, { migration: 'm' })]);
  expect(late.records.get('m')?.state).toBe('STARTED');
  const twice = foldJournal([
    event('a', 'CLAIM', 1),
    step,
    event('a', 'APPLIED', 4, { migration: 'm' }),
    step,
  ]);
  expect(twice.records.get('m')?.state).toBe('APPLIED');
});

test('steps are kept in order, a step begun again takes the place of itself and of those behind it', () => {
  const step = (number: number, stepChecksum: string) =>
    event('a', 'STEP', 2, { migration: 'm', step: number, stepChecksum, checksum: 'c' });
  const { records } = foldJournal([
    event('a', 'CLAIM', 1),
    step(1, 'x'),
    step(2, 'y'),
    step(3, 'z'),
    step(2, 'w'),
  ]);
  expect(records.get('m')?.steps.map(({ sha256 }) => sha256)).toEqual(['x', 'w']);
});
