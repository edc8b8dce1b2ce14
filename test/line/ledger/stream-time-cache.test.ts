import { streamTimeCache } from '../../../src/line/ledger/stream-time-cache.ts';

const FOR_MS = 8_000;

test('an entry is kept for its time, and not much longer', () => {
  const known = streamTimeCache<number>(FOR_MS, 1_000_000);
  known.advance(0);
  for (let at = 0; at <= 100_000; at += 100) {
    known.advance(at);
    known.set(`at ${at}`, at);
    expect(known.get(`at ${Math.max(0, at - FOR_MS)}`)).toBe(Math.max(0, at - FOR_MS));
    if (at >= 10_000) expect(known.get(`at ${at - 10_000}`)).toBeUndefined();
  }
});

test('its size hardly moves once it is full, by time or by number', () => {
  for (const known of [streamTimeCache<number>(FOR_MS, 1_000_000), streamTimeCache<number>(1e12, 80)]) {
    const sizes: number[] = [];
    for (let at = 0; at <= 100_000; at += 100) {
      known.advance(at);
      known.set(`at ${at}`, at);
      if (at > 20_000) sizes.push(known.size());
    }
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(80);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(91);
  }
});

test('a pause ends what is older than it, and no more', () => {
  const known = streamTimeCache<string>(FOR_MS, 1_000_000);
  known.advance(0);
  known.set('before', 'x');
  known.advance(FOR_MS - 1);
  expect(known.get('before')).toBe('x');
  known.advance(3 * FOR_MS);
  expect(known.get('before')).toBeUndefined();
});

test('a key has one entry, the one set last, whatever generation it was in', () => {
  const known = streamTimeCache<number>(FOR_MS, 1_000_000);
  known.advance(0);
  known.set('a', 1);
  known.advance(3_000);
  known.set('a', 2);
  expect([known.get('a'), known.size()]).toEqual([2, 1]);
  known.advance(6_000);
  known.delete('a');
  expect([known.get('a'), known.size()]).toEqual([undefined, 0]);
});
