import { type ParseWork, startParseWork } from '../support/parse-work/parse-work.ts';
import { messageFor } from '../support/refuses.ts';

/** characters */
const LONG = 300_000;
const DEEP = 'nested more than 200 levels deep';
const HIGH = 'an expression of more than 1000 levels';

/** A text of about `size` characters. */
type Text = (size: number) => string;
const filled =
  (before: string, piece: string, after = ''): Text =>
  (size) =>
    before + piece.repeat(Math.ceil(size / piece.length)) + after;

const REFUSED: readonly (readonly [name: string, text: Text, message: string])[] = [
  ['parentheses', filled('SELECT ', '('), DEEP],
  ['closed parentheses', (size) => filled('SELECT ', '(')(size / 2) + filled('a', ')')(size / 2), DEEP],
  ['calls', filled('SELECT ', 'f('), DEEP],
  ['subscripts in subscripts', filled('SELECT ', 'a['), DEEP],
  ['signs', filled('SELECT ', '- '), DEEP],
  ['NOT', filled('SELECT ', 'NOT '), DEEP],
  ['CASE', filled('SELECT ', 'CASE WHEN '), DEEP],
  ['lambdas', filled('SELECT ', 'f(a, x => '), DEEP],
  ['GROUP BY', filled('SELECT a FROM s GROUP BY ', '('), DEEP],
  ['types', filled('CREATE STREAM s (a ', 'ARRAY<'), DEEP],
  ['types to the right', filled('CREATE STREAM s (a INT ', 'ARRAY ', ');'), DEEP],
  ['EXPLAIN', filled('', 'EXPLAIN '), DEEP],
  ['a long sum', filled('SELECT a', '+a', ' FROM s;'), HIGH],
  ['a long OR', filled('SELECT a', ' OR a', ' FROM s;'), HIGH],
  ['a long way down', filled('SELECT a', '->a', ' FROM s;'), HIGH],
  ['joins', filled('SELECT * FROM a', ' JOIN b ON c', ';'), 'more than 200 joins'],
  ['digits', filled('SELECT ', '9', ' FROM s;'), 'the number does not fit 64 bits'],
  ['quotes', (size) => filled('', "''")(size - 1).slice(1), 'the string is not closed'],
];
const PARSED: readonly (readonly [name: string, text: Text])[] = [
  ['columns', filled('SELECT ', 'a, ', 'a FROM s;')],
  ['values', filled('SELECT a IN (', '1, ', '1) FROM s;')],
  ['statements', filled('', 'DROP STREAM a;\n')],
  ['queries', filled('', "SELECT a, COUNT(*) AS n FROM s WHERE b = 'x' GROUP BY a EMIT CHANGES;\n")],
  ['comments', filled('', '/**/--\n')],
  ['a name', filled('DROP STREAM ', 'a', ';')],
];

describe('limits', () => {
  it.each(REFUSED)('refuses a long text of %s', (_name, text, message) => {
    expect(messageFor(text(LONG))).toContain(message);
  });

  it.each(PARSED)('takes a long text of %s', (_name, text) => {
    expect(messageFor(text(LONG))).toBeUndefined();
  });

  it('takes parentheses and operators, at most', () => {
    const text = `SELECT ${'('.repeat(190)}a${'+a'.repeat(800)}${')'.repeat(190)} FROM s;`;
    expect(messageFor(text)).toBeUndefined();
  });
});

describe('work', () => {
  let parsing: ParseWork;
  beforeAll(() => {
    parsing = startParseWork();
  });
  afterAll(() => parsing.stop());

  it('is seen', async () => {
    const columns = `SELECT ${'a, '.repeat(1_000)}a FROM s;`;
    expect(await parsing.of(columns)).toBeGreaterThan(10_000);
  });

  const texts = [...REFUSED, ...PARSED].map(([name, text]) => ({ name, text }));
  it.each(texts)('is no more than in proportion for four times as many $name', async ({ text }) => {
    const work = (size: number): Promise<number> => parsing.of(text(size));
    await work(1_000);
    const once = Math.max(await work(5_000), await work(5_000));
    // quadratic work would be sixteen times as much; a text that is one token to V8 is next to none
    expect(await work(20_000)).toBeLessThanOrEqual(8 * once + 100);
  });
});
