import { readFileSync } from 'node:fs';
import { UnsupportedPatternError } from '../../../../src/functions/function-error.ts';
import { groupOf, javaRegex } from '../../../../src/functions/values/java/regex/java-regex.ts';
import {
  RegexBudgetError,
  RegexSyntaxError,
} from '../../../../src/functions/values/java/regex/regex-error.ts';

type Groups = readonly number[];
/** A pattern; then texts, each with the groups of all its matches. null where Java does not take the pattern. */
type Recorded = readonly [pattern: string, ...textsAndMatches: (string | readonly Groups[] | null)[]];

/** What java.util.regex of a JDK 17 answered (RecordRegex.java). */
const recorded = JSON.parse(
  readFileSync(new URL('./patterns-on-the-jvm.json', import.meta.url), 'utf8'),
) as readonly Recorded[];

const all = (pattern: string, text: string): Groups[] =>
  Array.from(javaRegex(pattern).all(text), ({ captures }) => [...captures]);

const isSupported = (pattern: string): boolean => {
  try {
    javaRegex(pattern);
    return true;
  } catch (error) {
    return !(error instanceof UnsupportedPatternError);
  }
};

const supported = recorded.filter(([pattern]) => isSupported(pattern));

test('nearly all of what was recorded is supported', () => {
  expect(supported.length).toBeGreaterThan(0.9 * recorded.length);
});

test.each(supported.map(([pattern, ...rest]) => ({ pattern, rest })))(
  '$pattern matches as on the JVM',
  ({ pattern, rest }) => {
    for (let i = 0; i < rest.length; i += 2) {
      const text = rest[i] as string;
      const expected = rest[i + 1] as readonly Groups[] | null;
      if (expected === null) expect(() => javaRegex(pattern)).toThrow(RegexSyntaxError);
      else expect({ text, matches: all(pattern, text) }).toEqual({ text, matches: expected });
    }
  },
);

test.each([
  ['(?i:ab)c', 'xABc', 'ABc'],
  ['a++b', 'aaab', 'aaab'],
  ['a++ab', 'aaab', undefined],
  ['[a-z&&[^aeiou]]+', 'aeiouxyz', 'xyz'],
  ['\\p{IsLatin}+', 'αβγ abc', 'abc'],
  ['\\p{L}+', '12 αβγ', 'αβγ'],
  ['\\h+\\R', 'a \t\r\nb', ' \t\r\n'],
  ['\\Q[a]\\E+', 'x[a]]', '[a]]'],
  ['(?<year>\\d{4})-\\k<year>', '2020-2021 2022-2022', '2022-2022'],
  ['a$', 'a\n', 'a'],
  ['a$', 'a\n\n', undefined],
  ['(?x) a b # both', 'ab', 'ab'],
  ['^.$', '😀', '😀'],
])('%j in %j', (pattern, text, match) => {
  const found = javaRegex(pattern).first(text);
  expect(found && groupOf(found, 0)).toBe(match);
});

test.each([
  ['^(\\w+\\s?)*$', `${'a sentence of many words '.repeat(40)}!`],
  ['(a+)+b', 'a'.repeat(5_000)],
  ['(a|aa)+$', `${'a'.repeat(2_000)}b`],
  ['(x+x+)+y', 'x'.repeat(2_000)],
])('%j is linear: there is an answer', (pattern, text) => {
  expect(javaRegex(pattern).first(text)).toBeUndefined();
});

test.each([
  ['(?=(a+)+b)a', 'a'.repeat(60)],
  ['(a*)*\\1c', 'a'.repeat(60)],
])('%j ends after its steps', (pattern, text) => {
  expect(() => javaRegex(pattern).first(text)).toThrow(RegexBudgetError);
});

test.each([
  '\\X',
  '\\N{DIGIT ONE}',
  '\\b{g}',
  '\\p{InGreek}',
  '(?U)\\w',
  '(?<=a+)b',
  '(a{1000}){1000}(b|c){9000}',
  '('.repeat(500),
])('%j is not supported, and says what to do', (pattern) => {
  expect.assertions(2);
  try {
    javaRegex(pattern);
  } catch (error) {
    expect(error).toBeInstanceOf(UnsupportedPatternError);
    expect((error as UnsupportedPatternError).hint).not.toBe('');
  }
});
