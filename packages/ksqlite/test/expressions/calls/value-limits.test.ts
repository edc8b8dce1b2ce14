import { compile, failureOf, RECORD, run } from '../expression-fixture.ts';

describe('what an expression makes is bounded: past the bound it fails for its record', () => {
  it.each([
    ['a list', `GENERATE_SERIES(v, 100000000)`, 'at most 1000000'],
    [
      'lists one after the other',
      'ARRAY_CONCAT(GENERATE_SERIES(v, 600000), GENERATE_SERIES(v, 600000))',
      'at most 1000000 are made',
    ],
    ['a text that is padded', "RPAD(area, 2000000000, 'x')", 'at most'],
    [
      'a text that doubles',
      'REDUCE(GENERATE_SERIES(v, 60), area, (t, i) => t + t)',
      'at most 8388608 are made',
    ],
    [
      'a text that doubles by calls',
      'REDUCE(GENERATE_SERIES(v, 60), area, (t, i) => CONCAT(t, t))',
      'at most 8388608 are made',
    ],
    [
      'a text of replacements',
      "REPLACE(RPAD(area, 1000000, 'a'), 'a', RPAD(area, 1000000, 'b'))",
      'at most 8388608 are made',
    ],
    [
      'texts made in lambdas',
      "TRANSFORM(GENERATE_SERIES(v, 100000), x => RPAD(area, 1000, 'x'))",
      'more than 2000000 steps',
    ],
    [
      'lambdas in lambdas',
      'TRANSFORM(GENERATE_SERIES(v, 10000), x => REDUCE(GENERATE_SERIES(v, 10000), x, (t, i) => t + i))',
      'more than 2000000 steps',
    ],
    [
      'lists made in lambdas',
      'TRANSFORM(GENERATE_SERIES(v, 1000), x => GENERATE_SERIES(v, 900000))',
      'more than 2000000 steps',
    ],
    ['BYTES', 'CONCAT(LPAD(b, 8000000, b), LPAD(b, 8000000, b))', 'at most 8388608 are made'],
  ])('%s', (_, text, failure) => {
    expect(failureOf(text)).toMatch(failure);
  });

  it('and what is large, but not that large, is made', () => {
    expect(run('ARRAY_LENGTH(GENERATE_SERIES(v, 1000000))')).toBe('999994 INTEGER');
    expect(run('LEN(REDUCE(GENERATE_SERIES(1, 20), area, (t, i) => t + t))')).toBe(`${5 * 2 ** 20} INTEGER`);
    expect(run("LEN(REPLACE(RPAD(area, 1000000, 'a'), 'a', 'bbbb'))")).toBe(
      `${4_000_000 - 3 * 5 + 0} INTEGER`,
    );
    expect(run('ARRAY_LENGTH(TRANSFORM(GENERATE_SERIES(1, 900000), x => x + v))')).toBe('900000 INTEGER');
  });

  it('by record: what one takes is not taken from the next', () => {
    const { evaluate } = compile('REDUCE(GENERATE_SERIES(1, 900000), 0, (t, i) => t + v)');
    for (let record = 0; record < 4; record++) expect(evaluate(RECORD)).toBe(6_300_000);
  });
});
