import { parseDouble as castDouble } from '../../src/expressions/casts/parse-text.ts';
import { format } from '../../src/formats/formats.ts';
import { parseJson } from '../../src/formats/json/reading/parse.ts';
import { parseDecimal } from '../../src/formats/text/decimal-fit.ts';
import { parseDouble, parseLong } from '../../src/formats/text/java-number.ts';
import { DOUBLE, STRING } from '../../src/types/sql-type.ts';

const LENGTH = 1_000_000;

/** What is quadratic takes half an hour of the processor with a megabyte. */
const inTime = <T>(work: () => T): T => {
  const before = process.cpuUsage();
  const result = work();
  expect(process.cpuUsage(before).user).toBeLessThan(20e6); // microseconds, which a busy machine does not stretch
  return result;
};
const long = (piece: string): string => piece.repeat(LENGTH / piece.length);

// found by --fuzz delimited and --fuzz requests: one part with such a weight held the whole line up
describe('a megabyte that is no number', () => {
  it.each([
    ['digits', `${long('1')}x`],
    ['digits and a point', `${long('1')}.${long('1')}x`],
    ['blanks', `1${long(' ')}x`],
    ['signs', long('+')],
    ['an exponent', `1e${long('1')}x`],
  ])('is refused at once: %s', (_name, text) => {
    expect(inTime(() => [parseDouble(text), parseLong(text), parseDecimal(text)])).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(
      inTime(() => {
        try {
          return castDouble(text);
        } catch {
          return undefined;
        }
      }),
    ).toBeUndefined();
  });

  it('is an unreadable DOUBLE of a JSON value', () => {
    const codec = format('JSON')?.codec([{ name: 'WEIGHT', type: DOUBLE }], {
      role: 'value',
      wrapSingle: true,
      delimiter: ',',
    });
    for (const text of [`${long('1')}x`, `1${long(' ')}x`])
      expect(() => inTime(() => codec?.decode(JSON.stringify({ weight: text })))).toThrow(
        'coerce string to type',
      );
  });
});

describe('JSON with a thousand brackets', () => {
  it.each([
    ['an unclosed string of escaped quotes', `${'['.repeat(1_001)}"${long('\\"')}`, 'nested too deep'],
    ['brackets in a string', `["${long('[')}"]`, undefined],
    ['a hundred thousand brackets', '['.repeat(100_000), 'nested too deep'],
    [
      'brackets behind a string with a backslash at its end',
      `["\\\\",${'['.repeat(2_001)}`,
      'nested too deep',
    ],
  ])('is judged at once: %s', (_name, text, refused) => {
    const judged = () => inTime(() => parseJson(text));
    if (refused === undefined) expect(judged).not.toThrow();
    else expect(judged).toThrow(refused);
  });

  it('is text where it stands in a string', () => {
    const codec = format('JSON')?.codec([{ name: 'S', type: STRING }], {
      role: 'value',
      wrapSingle: true,
      delimiter: ',',
    });
    expect(codec?.decode(JSON.stringify({ S: '['.repeat(3_000) }))).toEqual(['['.repeat(3_000)]);
  });
});
