import {
  inHashOrder,
  mergedInHashOrder,
  unionInHashOrder,
} from '../../../src/functions/values/java/hash-map.ts';

const mapOf = (keys: string): ReadonlyMap<string, number> =>
  new Map(keys.split(' ').map((key, i) => [key === '∅' ? '' : key, i]));
const keysOf = (map: ReadonlyMap<string, number>): string =>
  [...map.keys()].map((key) => key || '∅').join(' ');

/** What java.util.HashMap (JDK 17) gave for `new HashMap<>(n)` and for `new HashMap<>()`. */
test.each([
  ['north ∅', '∅ north', '∅ north'],
  ['one two three', 'two three one', 'one two three'],
  ['apple pear fig', 'apple fig pear', 'apple pear fig'],
  ['delta gamma beta alpha', 'delta gamma beta alpha', 'alpha delta gamma beta'],
  ['Aa BB C#', 'Aa BB C#', 'Aa BB C#'],
  [
    'sunday monday tuesday wednesday thursday friday',
    'sunday wednesday thursday friday tuesday monday',
    'sunday tuesday wednesday thursday friday monday',
  ],
  ['jan feb mar apr may jun jul', 'jul feb apr jun may jan mar', 'jul feb apr jun may jan mar'],
  [
    'k12 k11 k10 k9 k8 k7 k6 k5 k4 k3 k2 k1 k0',
    'k0 k1 k2 k3 k4 k11 k5 k10 k6 k7 k12 k8 k9',
    'k0 k1 k2 k3 k4 k11 k5 k10 k6 k7 k12 k8 k9',
  ],
  ['BBBB AaAa AaBB BBAa x y z', 'x y z BBBB AaAa AaBB BBAa', 'x y z BBBB AaAa AaBB BBAa'],
  ['über ñandú ζ 日本', '日本 ñandú ζ über', 'ñandú ζ über 日本'],
])('the order of %s', (keys, exact, usual) => {
  const map = mapOf(keys);
  expect(keysOf(inHashOrder(map, map.size))).toBe(exact);
  expect(keysOf(inHashOrder(map))).toBe(usual);
});

/** `putAll` twice into a new map. */
test.each([
  ['north ∅', 'south', '∅ south north'],
  ['one two three', 'four', 'two three four one'],
  ['fig', 'delta gamma beta alpha sunday', 'delta sunday fig gamma beta alpha'],
  ['monday tuesday', 'jan feb mar apr may jun jul', 'jul feb apr jun tuesday may jan monday mar'],
  ['BBBB AaAa', 'AaBB BBAa', 'BBBB AaAa AaBB BBAa'],
])('the union of %s and %s', (first, second, all) => {
  expect(keysOf(unionInHashOrder(mapOf(first), mapOf(second)))).toBe(all);
});

/** `Collectors.toMap` with a merge function. */
test.each([
  ['north ∅', '∅ north'],
  ['one two three', 'one three two'],
  ['apple pear fig', 'apple pear fig'],
  ['delta gamma beta alpha', 'alpha delta beta gamma'],
  ['Aa BB C#', 'C# BB Aa'],
  ['sunday monday tuesday wednesday thursday friday', 'sunday tuesday friday thursday wednesday monday'],
  ['jan feb mar apr may jun jul', 'jul jun apr feb may jan mar'],
  ['k12 k11 k10 k9 k8 k7 k6 k5 k4 k3 k2 k1 k0', 'k0 k1 k2 k3 k4 k5 k11 k6 k10 k7 k8 k12 k9'],
  ['BBBB AaAa AaBB BBAa x y z', 'x y z BBAa AaBB AaAa BBBB'],
  ['über ñandú ζ 日本', 'ñandú ζ über 日本'],
])('%s merged', (keys, merged) => {
  expect(keysOf(mergedInHashOrder(mapOf(keys)))).toBe(merged);
});

test('entries that are in order stay the same map', () => {
  const map = mapOf('a b c');
  expect(inHashOrder(map, 3)).toBe(map);
});
