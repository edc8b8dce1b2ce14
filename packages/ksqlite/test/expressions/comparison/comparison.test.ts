import { failureOf, refusalOf, run } from '../expression-fixture.ts';

describe('comparisons', () => {
  it.each([
    ['v = 7', 'true'],
    ['v <> 7', 'false'],
    ['v < s', 'true'],
    ['7 <= v', 'true'],
    ['v >= 7.5', 'false'],
    ['l > 9007199254740992', 'true'],
    ['l = 9007199254740993', 'true'],
    // A long becomes a double, as in Java.
    ['l = 9.007199254740992E15', 'true'],
    ['d = 2.5', 'true'],
    ['nan = nan', 'false'],
    ['nan <> nan', 'false'],
    ['n = 10.1250', 'true'],
    ['n > v', 'true'],
    ['n < 1.0125E1', 'false'],
    ["area = 'north'", 'true'],
    ["area < 'o'", 'true'],
    ["area > 'North'", 'true'],
    ['ok = TRUE', 'true'],
    ['ok <> no', 'true'],
    ['b = b', 'true'],
    ["day = '2020-01-01'", 'true'],
    ["'2020' <= day", 'true'],
    ['day < ts', 'true'],
    ["ts = '2020-01-01T01:00'", 'true'],
    ["clock > '00:59:59'", 'true'],
    ["tags <> ARRAY['x', CAST(NULL AS STRING), 'y']", 'false'],
    ['nums = ARRAY[3, 1, 2]', 'true'],
    // Java's Integer never equals a Long.
    ['nums = ARRAY[3, 1, 2, s]', 'false'],
    ["m = MAP('p' := 1)", 'true'],
    ["m = MAP('p' := s)", 'false'],
    ["pos = STRUCT(x := 4, y := STRUCT(z := 'q'))", 'true'],
    ['v BETWEEN 1 AND 7', 'true'],
    ['v BETWEEN 8 AND 9', 'false'],
    ['v NOT BETWEEN 8 AND 9', 'true'],
    ["area BETWEEN 'n' AND 'o'", 'true'],
    ['n BETWEEN v AND d', 'false'],
  ])('%s is %s', (text, expected) => {
    expect(run(text)).toBe(`${expected} BOOLEAN`);
  });

  it.each([
    ['nv = 1', 'false'],
    ['nv <> 1', 'false'],
    ['1 < nv', 'false'],
    ['nv = nv', 'false'],
    ['NOT (nv = 1)', 'true'],
    ['nv BETWEEN 1 AND 2', 'false'],
    ['nv NOT BETWEEN 1 AND 2', 'true'],
    ['v BETWEEN 1 AND nv', 'false'],
    ['nv IS DISTINCT FROM 1', 'true'],
    ['nv IS DISTINCT FROM nl', 'false'],
    ['nv IS NOT DISTINCT FROM nl', 'true'],
    ['v IS DISTINCT FROM 7', 'false'],
    ['v IS NOT DISTINCT FROM 8', 'false'],
    ['nan IS DISTINCT FROM nan', 'false'],
    ['nv IS NULL', 'true'],
    ['nv IS NOT NULL', 'false'],
    ['NULL IS NULL', 'true'],
    ['v IS NULL', 'false'],
    // Arithmetic on NULL fails in ksqlDB, and takes with it what stands around it.
    ['nv + 1 = 3', 'null'],
    ['3 > nv + 1', 'null'],
    ['nv + 1 IS NULL', 'null'],
    ['nv + 1 IS NOT NULL', 'null'],
    ['nv + 1 BETWEEN 1 AND 3', 'null'],
    ['nv + 1 IS DISTINCT FROM 3', 'null'],
    ['nl IS DISTINCT FROM nv + 1', 'null'],
    ['nl = nv + 1', 'false'],
    ['v + 1 IS NULL', 'false'],
  ])('with NULL: %s is %s', (text, expected) => {
    expect(run(text)).toBe(`${expected} BOOLEAN`);
  });

  it('fails for a text that is no time', () => {
    expect(failureOf("day > 'soon'")).toMatch("Failed to parse date 'soon'");
    expect(failureOf('ts > area')).toMatch("Failed to parse timestamp 'north'");
  });

  it.each([
    [
      "v = '7'",
      'SQL_TYPE 1+7: INTEGER does not compare with STRING | CAST one side to the type of the other.',
    ],
    [
      'clock < day',
      'SQL_TYPE 1+11: TIME does not compare with DATE | CAST one side to the type of the other.',
    ],
    [
      'v = NULL',
      "SQL_TYPE 1+8: Comparison with NULL not supported: INTEGER = NULL | Use 'IS NULL' or 'IS NOT NULL' instead.",
    ],
    [
      'v IS DISTINCT FROM NULL',
      "SQL_TYPE 1+23: Comparison with NULL not supported: INTEGER <> NULL | Use 'IS NULL' or 'IS NOT NULL' instead.",
    ],
    ['tags < tags', 'SQL_TYPE 1+11: ARRAY<STRING> has no order for < | It compares with = and <>.'],
    ['ok > no', 'SQL_TYPE 1+7: BOOLEAN has no order for > | It compares with = and <>.'],
    [
      "v BETWEEN 'a' AND 'b'",
      'SQL_TYPE 1+21: INTEGER does not compare with STRING | CAST one side to the type of the other.',
    ],
  ])('%s is refused', (text, expected) => {
    expect(refusalOf(text)).toBe(expected);
  });
});
