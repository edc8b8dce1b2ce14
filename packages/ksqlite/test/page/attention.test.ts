import { attentionOf, isSlow, lostRecords } from '../../page/src/live/attention.ts';
import { inputKey, NO_RATES, type Rates } from '../../page/src/live/rates.ts';
import { liveQuery } from './topologies.ts';

const behind = (id: string, unread: number, behindMs: number) =>
  liveQuery(id, 'a', id, { inputs: [{ topic: 'a', read: 0, unread, behindMs }] });
const reading = (
  perSecond: Readonly<Record<string, number>>,
  busy: Readonly<Record<string, number>> = {},
): Rates => ({
  ...NO_RATES,
  inputs: new Map(Object.entries(perSecond).map(([id, rate]) => [inputKey(id, 'a'), rate])),
  busy: new Map(Object.entries(busy)),
});

it('names each query that has stopped, and why', () => {
  const stopped = liveQuery('X', 'a', 'b', { state: 'ERROR', error: 'broken' });
  expect(attentionOf({ queries: [stopped, liveQuery('Y', 'a', 'b')] }, NO_RATES)).toEqual([
    { level: 'bad', text: 'X has stopped', query: 'X', why: 'broken' },
  ]);
});

it('takes a query for slow that needs long for what it has still to read', () => {
  const query = behind('X', 1000, 9000);
  const [input] = query.inputs;
  expect(isSlow(query, input!, reading({ X: 20 }))).toBe(true);
  // it will have read that in two seconds
  expect(isSlow(query, input!, reading({ X: 500 }))).toBe(false);
  // nothing is known of its speed yet
  expect(isSlow(query, input!, NO_RATES)).toBe(false);
  expect(isSlow({ ...query, state: 'PAUSED' }, input!, reading({ X: 0 }))).toBe(false);
});

it('blames the query that takes the time, or else the one that is furthest behind', () => {
  const queries = [behind('X', 1000, 9000), behind('Y', 1000, 8000)];
  const speeds = { X: 1, Y: 1 };
  expect(attentionOf({ queries }, reading(speeds, { X: 0.1, Y: 0.4 }))).toMatchObject([
    { text: 'Y is slow', query: 'Y', why: expect.stringContaining('80 %') },
  ]);
  expect(attentionOf({ queries }, reading(speeds, { X: 0.1, Y: 0.1, Z: 0.1 }))).toMatchObject([
    { text: 'X is behind', query: 'X' },
  ]);
});

it('counts all that was left out', () => {
  const queries = [
    liveQuery('X', 'a', 'b', { errors: 1, late: 2 }),
    liveQuery('Y', 'a', 'b', { dropped: 4 }),
  ];
  expect(lostRecords({ queries })).toBe(7);
});
