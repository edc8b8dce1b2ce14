import { parseStatements } from '../../../src/sql/parser/parse.ts';
import { messageFor } from '../support/refuses.ts';

const MEGABYTE = 1_000_000;
const fill = (piece: string, size = MEGABYTE): string => piece.repeat(Math.ceil(size / piece.length));
const DEEP = 'nested more than 200 levels deep';
const HIGH = 'an expression of more than 1000 levels';

/** What is quadratic takes minutes with a megabyte; the bound leaves room for a busy machine. */
const inTime = (work: () => void): void => {
  const before = performance.now();
  work();
  expect(performance.now() - before).toBeLessThan(8_000);
};

describe('limits', () => {
  it.each<[string, string, string]>([
    ['10,000 parentheses', `SELECT ${'('.repeat(10_000)}a${')'.repeat(10_000)} FROM s;`, DEEP],
    ['a megabyte of parentheses', `SELECT ${fill('(')}`, DEEP],
    ['calls', `SELECT ${fill('f(')}`, DEEP],
    ['subscripts in subscripts', `SELECT ${fill('a[')}`, DEEP],
    ['signs', `SELECT ${fill('- ')}`, DEEP],
    ['NOT', `SELECT ${fill('NOT ')}`, DEEP],
    ['CASE', `SELECT ${fill('CASE WHEN ')}`, DEEP],
    ['lambdas', `SELECT ${fill('f(a, x => ')}`, DEEP],
    ['GROUP BY', `SELECT a FROM s GROUP BY ${fill('(')}`, DEEP],
    ['types', `CREATE STREAM s (a ${fill('ARRAY<')}`, DEEP],
    ['types to the right', `CREATE STREAM s (a INT ${fill('ARRAY ')});`, DEEP],
    ['EXPLAIN', fill('EXPLAIN '), DEEP],
    ['a long sum', `SELECT a${fill('+a')} FROM s;`, HIGH],
    ['a long OR', `SELECT a${fill(' OR a')} FROM s;`, HIGH],
    ['a long way down', `SELECT a${fill('->a')} FROM s;`, HIGH],
    ['joins', `SELECT * FROM a${fill(' JOIN b ON c')};`, 'more than 200 joins'],
    ['digits', `SELECT ${fill('9')} FROM s;`, 'the number does not fit 64 bits'],
    ['quotes', fill("'", 999_999), 'the string is not closed'],
  ])('refuses %s', (_name, text, message) => {
    inTime(() => expect(messageFor(text)).toContain(message));
  });

  it.each([
    ['columns', `SELECT ${fill('a, ')}a FROM s;`],
    ['values', `SELECT a IN (${fill('1, ')}1) FROM s;`],
    ['statements', fill('DROP STREAM a;\n')],
    ['comments', fill('/**/--\n')],
    ['a name', `DROP STREAM ${fill('a')};`],
    [
      'parentheses and operators, at most',
      `SELECT ${'('.repeat(190)}a${'+a'.repeat(800)}${')'.repeat(190)} FROM s;`,
    ],
  ])('takes a megabyte of %s', (_name, text) => {
    inTime(() => expect(messageFor(text)).toBeUndefined());
  });

  it('parses thousands of statements in a second', () => {
    const text = fill("SELECT a, COUNT(*) AS n FROM s WHERE b = 'x' GROUP BY a EMIT CHANGES;\n", 70 * 5_000);
    inTime(() => expect(parseStatements(text)).toHaveLength(5_000));
  });
});
