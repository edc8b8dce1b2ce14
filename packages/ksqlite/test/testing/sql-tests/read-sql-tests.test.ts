import fc from 'fast-check';
import { readSqlTests } from '../../../src/testing/sql-tests/read-sql-tests.ts';

const read = (text: string) => readSqlTests(text, 'x.sql');

it('cuts a file at each --@test, and knows where they begin', () => {
  const text = '-- a head\n\n--@test: one\nSELECT 1;\n\n  --@test:two\nSELECT 2;\n';
  expect(read(text)).toEqual([
    { file: 'x.sql', name: 'one', line: 3, text: '--@test: one\nSELECT 1;\n\n  ', head: [] },
    { file: 'x.sql', name: 'two', line: 6, text: '--@test:two\nSELECT 2;\n', head: [] },
  ]);
});

it('finds no test in texts and in comments', () => {
  const text = "--@test: one\nSELECT '\n--@test: text\n' FROM s;\n/*\n--@test: off\n*/\n-- --@test: off\n";
  expect(read(text).map(({ name }) => name)).toEqual(['one']);
});

it('finds none in a script', () => {
  expect(read('CREATE STREAM s (v INT);')).toEqual([]);
});

it('takes what its head defines and runs for every test', () => {
  const tests = read(
    '--@define: a=1\n--@run: ../b\n--@other: x\n--@test: one\n--@run: c.sql\n--@test: two\n',
  );
  const head = [
    { type: 'define', contents: 'a=1' },
    { type: 'run', contents: '../b' },
  ];
  expect(tests).toMatchObject([{ head }, { head }]);
});

it('does not pass over statements of no test', () => {
  expect(read('SELECT 1;\n--@test: one\n')).toMatchObject([{ isStray: true, line: 1 }, { name: 'one' }]);
});

it('loses nothing of any text: what stands behind the first --@test is in one of its tests', () => {
  const words = ["'", '"', '`', '/*', '*/', '--', '\n', '\n--@test: a\n', 'x', ';', '--@run: b', ' '];
  const texts = fc.array(fc.constantFrom(...words), { maxLength: 20 }).map((some) => some.join(''));
  const whole = (text: string): void => {
    const tests = read(text).filter(({ isStray }) => isStray !== true);
    const together = tests.map((test) => test.text).join('');
    expect(text.endsWith(together)).toBe(true);
    for (const { text: own } of tests) expect(own).toMatch(/^--@test: a/);
    const lines = tests.map(({ line, text: own }) =>
      text
        .split('\n')
        .slice(line - 1)
        .join('\n')
        .includes(own),
    );
    expect(lines).not.toContain(false);
  };
  fc.assert(fc.property(texts, whole), { numRuns: 300 });
});
