import { parseExactly } from '../../../src/formats/json/reading/exact-json.ts';
import { sameJson } from '../../../src/testing/triples/same-json.ts';

const same = (actual: string, expected: string, isExact = true) =>
  sameJson(parseExactly(actual), parseExactly(expected), isExact);

it.each([
  ['1', '1'],
  ['1', '1.9'], // an integer that came: with the integer part
  ['1.50', '1.50'],
  ['1.50', '"1.50"'],
  ['1.0E21', '1e21'],
  ['{"A":1,"B":null}', '{"b":null,"a":1}'],
  ['[{"x":[true]}]', '[{"x":[true]}]'],
  ['null', 'null'],
])('%s is %s', (actual, expected) => {
  expect(same(actual, expected)).toBe(true);
});

it.each([
  ['1.5', '1.50'],
  ['1.0', '1'],
  ['1', '"1"'],
  ['"1"', '1'],
  ['{"A":1}', '{"a":1,"b":2}'],
  ['{"A":1,"B":2}', '{"a":1}'],
  ['[1,2]', '[2,1]'],
  ['1', 'null'],
  ['null', 'false'],
  ['"a"', '["a"]'],
])('%s is not %s', (actual, expected) => {
  expect(same(actual, expected)).toBe(false);
});

it('numbers of binary formats may differ behind the sixth decimal place', () => {
  expect(same('1.0', '1', false)).toBe(true);
  expect(same('0.30000000000000004', '0.3', false)).toBe(true);
  expect(same('0.31', '0.3', false)).toBe(false);
});
