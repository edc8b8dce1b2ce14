import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { javaDouble } from '../../../src/functions/values/java/java-double.ts';

/** The bits of a double, and what `Double.toString` of a JDK 17 made of it. */
const recorded = JSON.parse(
  readFileSync(new URL('./doubles-on-the-jvm.json', import.meta.url), 'utf8'),
) as readonly (readonly [bits: string, text: string])[];

test.each(recorded)('the double of bits %s is %s', (bits, text) => {
  expect(javaDouble(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text);
});

test('what is written is the same number when it is read', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (value) => expect(Number(javaDouble(value))).toBe(value)),
  );
});

test.each([
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
])('%p is written %s', (value, text) => expect(javaDouble(value)).toBe(text));
