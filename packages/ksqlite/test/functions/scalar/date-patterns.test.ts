import { UnsupportedPatternError } from '../../../src/functions/function-error.ts';
import { formatTimestamp } from '../../../src/functions/scalar/time/format.ts';
import { parseTimestamp } from '../../../src/functions/scalar/time/parse.ts';
import { STRING, TIMESTAMP } from '../../../src/types/sql-type.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';

const context = { now: () => 0, random: () => 0 };
const text = { kind: 'value', type: STRING } as const;
const instant = { kind: 'value', type: TIMESTAMP } as const;

const format = (value: number, pattern: string): SqlValue => {
  const call = formatTimestamp.bind([instant, text], context)?.call as (v: number, p: string) => SqlValue;
  return call(value, pattern);
};
const parse = (value: string, pattern: string): SqlValue => {
  const call = parseTimestamp.bind([text, text], context)?.call as (v: string, p: string) => SqlValue;
  return call(value, pattern);
};

test.each(['YYYY', 'ww', 'W', 'e', 'ccc', 'ppH', 'B', 'v', 'F', 'g'])(
  'a constant pattern with %s is refused when it is bound',
  (pattern) => {
    const literal = { ...text, literal: `yyyy ${pattern}` };
    expect(() => formatTimestamp.bind([instant, literal], context)).toThrow(UnsupportedPatternError);
    expect(() => parseTimestamp.bind([text, literal], context)).toThrow(UnsupportedPatternError);
    // one that comes from a column fails by record
    expect(() => format(0, `yyyy ${pattern}`)).toThrow(UnsupportedPatternError);
  },
);

test.each(['MMMMM', 'LLLLL', 'EEEEE', 'GGGG', 'qqq'])(
  'a constant pattern with %s is not for reading',
  (pattern) => {
    const literal = { ...text, literal: pattern };
    expect(() => parseTimestamp.bind([text, literal], context)).toThrow(UnsupportedPatternError);
    expect(formatTimestamp.bind([instant, literal], context)).toBeDefined();
  },
);

test.each(['#', '{', 'yyyy]', "a'b", 'OO', 'b'])(
  '%s is no pattern in Java: taken, and each record fails',
  (pattern) => {
    expect(formatTimestamp.bind([instant, { ...text, literal: pattern }], context)).toBeDefined();
    expect(() => format(0, pattern)).toThrow('Invalid date and time pattern');
  },
);

// What java.time of a JDK 17 answers, with ksqlDB's locale for timestamps: it has short names only.
test.each([
  ['Aug', 'MMMM', 18_316_800_000],
  ['Q3', 'QQQQ', 0],
  ['Fri', 'EEEE', 86_400_000],
  ['12-Jan-21', 'dd-MMM-yy', 1_610_409_600_000],
])('%s read by %s', (value, pattern, expected) => expect(parse(value, pattern)).toBe(expected));

test.each([
  ['August', 'MMMM'],
  ['0', 'QQ'],
  ['2020-02 33', 'yyyy-DD d'],
])('%s is not read by %s', (value, pattern) => expect(() => parse(value, pattern)).toThrow());

test('the narrow quarter is written', () => expect(format(0, 'QQQQQ')).toBe('1'));
