import { bytes, duration, rate, short, shortened, shortNames, time } from '../../page/src/ui/format.ts';
import { fitted, zoomed } from '../../page/src/views/topology/place.ts';

it.each([
  [0, '0'],
  [999, '999'],
  [999.7, '1.0k'],
  [1_234, '1.2k'],
  [34_500, '35k'],
  [5_600_000, '5.6M'],
  [7e9, '7.0G'],
])('shortens %d to %s', (value, text) => expect(short(value)).toBe(text));

it.each([
  [0, '0/s'],
  [0.01, '<0.1/s'],
  [3.14, '3.1/s'],
  [1_500, '1.5k/s'],
])('says %d per second as %s', (value, text) => expect(rate(value)).toBe(text));

it('says sizes and times with their units', () => {
  expect([bytes(12), bytes(3_400), bytes(5.6e6), bytes(7e9)]).toEqual(['12 B', '3.4 kB', '5.6 MB', '7.0 GB']);
  expect([
    duration(12),
    duration(1_500),
    duration(90_000),
    duration(5_400_000),
    duration(2 * 86_400_000),
  ]).toEqual(['12 ms', '1.5 s', '1 min', '1.5 h', '2.0 d']);
  expect(time(0)).toBe('1970-01-01 00:00:00.000');
  expect(time(9e15)).toBe('9000000000000000');
});

it('leaves out the middle of a long text', () => {
  expect(shortened('abcdefghij', 10)).toBe('abcdefghij');
  expect(shortened('abcdefghijk', 7)).toBe('abcd…jk');
});

it('leaves out the first words of names that would look the same', () => {
  const names = ['CATALOGUE_PART_CHANGES', 'CATALOGUE_PRICE_CHANGES', 'CATALOGUE_ALERTS_NOW', 'ORDERS'];
  expect([...shortNames([...names, 'CATALOGUE_SUPPLIER_CHANGES'], 15).values()]).toEqual([
    '…PART_CHANGES',
    '…PRICE_CHANGES',
    'CATALOGUE…S_NOW',
    'ORDERS',
    '…PPLIER_CHANGES',
  ]);
});

it('fits a drawing into the middle of its frame, and no smaller than one can read', () => {
  expect(fitted({ width: 100, height: 100 }, { width: 100, height: 200 })).toEqual({ scale: 1, x: 0, y: 50 });
  expect(fitted({ width: 10_000, height: 10 }, { width: 100, height: 100 }).scale).toBe(0.55);
});

it('scales about the point that is looked at', () => {
  const place = zoomed({ scale: 1, x: 0, y: 0 }, 2, { x: 10, y: 20 });
  expect(place).toEqual({ scale: 2, x: -10, y: -20 });
});
