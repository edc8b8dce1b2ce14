import * as fc from 'fast-check';
import { likePattern } from '../../../src/expressions/comparison/like-pattern.ts';
import { failureOf, refusalOf, run } from '../expression-fixture.ts';

describe('LIKE', () => {
  it.each([
    ['north', 'north', true],
    ['north', 'nor', false],
    ['north', 'nor%', true],
    ['north', '%th', true],
    ['north', '%r%', true],
    ['north', 'n_rth', true],
    ['north', 'n_th', false],
    ['', '%', true],
    ['', '_', false],
    ['a.c', 'a.c', true],
    ['abc', 'a.%', false],
    ['a(c', 'a(_', true],
    ['a\nb', 'a%', false],
    ['a😀b', 'a_b', true],
    ['NORTH', 'north', false],
    ['a1b2c', '%1%2%', true],
    ['a1b2c', '%2%1%', false],
    ['aXbXc', 'a%X%%Xc', true],
    ['aXc', 'a%X%X%c', false],
    ['xab0', '%a%b0', true],
    ['a\nab', '%a%b', false],
    ['ba\nc', '%a_c', false],
    ['ba\ncd', '%a\nc%', true],
  ])('%j LIKE %j is %s', (text, pattern, expected) => {
    expect(likePattern(pattern, undefined)(text)).toBe(expected);
  });

  it.each([
    ['10%', '10!%', true],
    ['100', '10!%', false],
    ['a!', 'a!!', true],
    ['ab%', 'a_!%', true],
  ])('%j LIKE %j ESCAPE ! is %s', (text, pattern, expected) => {
    expect(likePattern(pattern, '!')(text)).toBe(expected);
  });

  it.each([
    ["area LIKE 'n%'", 'true'],
    ["area NOT LIKE 'n%'", 'false'],
    ["area LIKE 'n!%' ESCAPE '!'", 'false'],
    ["'north-west' LIKE area + '%'", 'true'],
    ["ns LIKE '%'", 'null'],
    ["ns NOT LIKE '%'", 'null'],
    ['area LIKE ns', 'null'],
  ])('%s is %s', (text, expected) => {
    expect(run(text)).toBe(`${expected} BOOLEAN`);
  });

  it('agrees with the plain meaning of %, and takes linear time', () => {
    const plain = (text: string, pattern: string): boolean =>
      new RegExp(`^${pattern.replaceAll('%', '.*').replaceAll('_', '.')}$`, 'u').test(text);
    const of = (...letters: string[]) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 10 });
    fc.assert(
      fc.property(of('a', 'b', '\n'), of('a', 'b', '\n', '%', '%', '_'), (text, pattern) => {
        expect(likePattern(pattern, undefined)(text)).toBe(plain(text, pattern));
      }),
      { numRuns: 3_000 },
    );
    // what tries again at each % would not end
    expect(likePattern('%a%a%a%a%a%a%a%ab', undefined)('a'.repeat(100_000))).toBe(false);
  });

  it('fails for a pattern without end', () => {
    expect(() => likePattern(`${'x'.repeat(40_000)}%`, undefined)).toThrow('The LIKE pattern is too long');
  });

  it('fails for a pattern that ends in the middle', () => {
    expect(failureOf("area LIKE 'n!' ESCAPE '!'")).toBe(
      'A LIKE pattern must not end with the escape character',
    );
  });

  it('takes texts only', () => {
    expect(refusalOf("v LIKE '7'")).toBe(
      'SQL_TYPE 1+1: LIKE takes STRINGs, not INTEGER | CAST(… AS STRING) makes one of it.',
    );
  });
});

describe('IN', () => {
  it('refuses a text that is a number of a billion digits, at once', () => {
    expect(refusalOf("n IN (1, '1e999999999')")).toContain("'1e999999999' is not of type DECIMAL");
    expect(run("CAST('1e999999999' AS DECIMAL(4, 2))")).toBe('null DECIMAL(4, 2)');
  });

  it.each([
    ['v IN (1, 7)', 'true'],
    ['v IN (1, 2)', 'false'],
    ['v NOT IN (1, 2)', 'true'],
    ["v IN (1, 2.0, '7.00')", 'true'],
    ['v IN (s, w + 9)', 'true'],
    ['l IN (1, 9007199254740993)', 'true'],
    ['d IN (1, 2.5)', 'true'],
    ['n IN (10.125, 1)', 'true'],
    ["area IN ('south', 'north')", 'true'],
    ["ok IN (FALSE, 'y')", 'true'],
    ["day IN ('2020-01-01')", 'true'],
    ["n IN (1, '1e20', '0.00')", 'false'],
    ['nums IN (ARRAY[1], ARRAY[3, 1, 2])', 'true'],
    ["pos->y IN (STRUCT(z := 'p'), STRUCT(z := 'q'))", 'true'],
    ['nv IN (1, 2)', 'false'],
    ['nv NOT IN (1, 2)', 'true'],
    ['v IN (NULL, nv, 7)', 'true'],
    ['v IN (NULL)', 'false'],
    ['nv + 1 IN (1, 2)', 'null'],
    ['1 IN (v, s)', 'false'],
  ])('%s is %s', (text, expected) => {
    expect(run(text)).toBe(`${expected} BOOLEAN`);
  });

  it('fails when an item does', () => {
    expect(failureOf('v IN (1, nv + 1)')).toMatch('A part of the expression is NULL');
  });

  it.each([
    ["v IN (1, 'x')", "SQL_TYPE 10+3: 'x' is not of type INTEGER, as the others are | "],
    [
      'v IN (1, area)',
      'SQL_TYPE 10+4: STRING does not go together with INTEGER | All must be of one type: CAST(… AS INTEGER) makes it so.',
    ],
    [
      'ok IN (TRUE, 10)',
      'SQL_TYPE 14+2: INTEGER does not go together with BOOLEAN | All must be of one type: CAST(… AS BOOLEAN) makes it so.',
    ],
    ["nums IN (ARRAY['x'])", "SQL_TYPE 16+3: 'x' is not of type INTEGER, as the others are | "],
  ])('%s is refused', (text, expected) => {
    expect(refusalOf(text)).toBe(expected);
  });
});
