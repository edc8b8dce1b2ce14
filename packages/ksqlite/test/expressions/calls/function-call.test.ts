import { compile, failureOf, RECORD, refusalOf, run } from '../expression-fixture.ts';

describe('function calls', () => {
  it.each([
    ['UCASE(area)', "'NORTH' STRING"],
    ['ABS(w)', '2 INTEGER'],
    ["COALESCE(ns, area, 'x')", "'north' STRING"],
    ["CONCAT(area, '-', CAST(v AS STRING))", "'north-7' STRING"],
    // An argument that is a call and fails is NULL; other arguments take the call with them.
    ["COALESCE(CAST('x' AS INT), v)", '7 INTEGER'],
    ["IFNULL(CAST(PARSE_DATE(area, 'yyyy') AS STRING), '?')", "'?' STRING"],
  ])('%s is %s', (text, expected) => {
    expect(run(text)).toBe(expected);
  });

  it('fails when an argument does', () => {
    expect(failureOf('COALESCE(nv + 1, 0)')).toBe('A part of the expression is NULL (line 1:17)');
    expect(failureOf('ABS(v / (v - 7))')).toBe('Division by zero');
  });

  it.each([
    ['TRANSFORM(nums, x => x + v)', '[10, 8, 9] ARRAY<INTEGER>'],
    ['FILTER(nums, x => x > 1)', '[3, 2] ARRAY<INTEGER>'],
    ['REDUCE(nums, 0, (total, x) => total + x)', '6 INTEGER'],
    ['TRANSFORM(m, (k, x) => UCASE(k), (k, x) => x + 1)', '{P: 2} MAP<STRING, INTEGER>'],
    // Inner lambdas see the outer ones' parameters, and a parameter hides a column.
    ['TRANSFORM(m, (k, x) => CAST(NULL AS STRING), (k, x) => x + 1)', '{null: 2} MAP<STRING, INTEGER>'],
    ['TRANSFORM(nums, x => REDUCE(nums, 0, (t, y) => t + x * y))', '[18, 6, 12] ARRAY<INTEGER>'],
    ['TRANSFORM(nums, each => each * 2)', '[6, 2, 4] ARRAY<INTEGER>'],
    [
      'TRANSFORM(nums, x => REDUCE(TRANSFORM(nums, x => x * 10), 0, (t, y) => t + y))',
      '[60, 60, 60] ARRAY<INTEGER>',
    ],
    [
      'TRANSFORM(ARRAY[nums, nums], a => TRANSFORM(a, x => x + a[1]))',
      '[[6, 4, 5], [6, 4, 5]] ARRAY<ARRAY<INTEGER>>',
    ],
  ])('%s is %s', (text, expected) => {
    expect(run(text)).toBe(expected);
  });

  it('lets a lambda fail that fails for an element', () => {
    expect(failureOf('TRANSFORM(ARRAY[1, nv], x => x + 1)')).toMatch('A part of the expression is NULL');
    expect(run('FILTER(ARRAY[1, nv], x => x > 0)')).toBe('[1] ARRAY<INTEGER>');
  });

  it('asks the context for what depends on the world', () => {
    expect(compile('RANDOM()').evaluate(RECORD)).toBe(0.5);
    expect(compile('UNIX_TIMESTAMP()').evaluate(RECORD)).toBe(1234);
  });

  it('says which functions are near', () => {
    expect(refusalOf('v + UCAES(area)')).toMatch(
      /^SQL_UNKNOWN_FUNCTION 5\+5: Can't find any functions with the name 'UCAES' \| Did you mean UCASE/,
    );
    expect(refusalOf('QQQQQQQ(1)')).toBe(
      "SQL_UNKNOWN_FUNCTION 1+7: Can't find any functions with the name 'QQQQQQQ' | SHOW FUNCTIONS lists them.",
    );
  });

  it('lists the variants when none fits', () => {
    expect(refusalOf('ABS(area)')).toMatch(
      /^SQL_TYPE 1\+9: Function 'abs' does not accept parameters \(STRING\)\. \| Valid alternatives are: ABS\(/,
    );
    expect(refusalOf('TRANSFORM(v, x => x)')).toMatch(
      "Function 'transform' does not accept parameters (INTEGER, lambda).",
    );
  });

  it('refuses aggregates', () => {
    expect(refusalOf('1 + SUM(v)')).toMatch(/^SQL_INVALID 5\+6: SUM is an aggregate and cannot stand here/);
  });

  it('shows where in a lambda the types do not fit', () => {
    expect(refusalOf("TRANSFORM(nums, x => x + 'a')")).toMatch(
      "SQL_TYPE 22+7: Error processing expression: (X + 'a'). Arithmetic on types INTEGER and STRING are not supported.",
    );
    expect(refusalOf('TRANSFORM(nums, x => REDUCE(tags, 0, (t, x) => t))')).toMatch(
      'SQL_TYPE 42+1: X is INTEGER outside of this lambda and STRING inside',
    );
  });
});
