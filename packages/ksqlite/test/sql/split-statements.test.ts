import { splitStatements } from '../../src/sql/split-statements.ts';

describe('splitStatements', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['a; b ;\n-- c;\n', ['a;', 'b ;']],
    ["SET 'a;b'='c'; `;`; \";\";", ["SET 'a;b'='c';", '`;`;', '";";']],
    ['/* ; */ a /* ; */;', ['a /* ; */;']],
    [';;', [';', ';']],
    ['a; b', ['a;', 'b']],
    ["a; b 'c; d", ['a;', "b 'c; d"]],
    ["DEFINE x = '1'; SELECT @{x};", ["DEFINE x = '1';", 'SELECT @{x};']],
  ])('%j', (written, expected) => {
    // `@` stands for the dollar sign of a variable.
    const text = written.replaceAll('@', '$');
    const pieces = splitStatements(text);
    expect(pieces.map((piece) => piece.text)).toEqual(expected.map((piece) => piece.replaceAll('@', '$')));
    expect(pieces.map(({ span }) => text.slice(span.start, span.end))).toEqual(
      expected.map((piece) => piece.replaceAll('@', '$')),
    );
  });
});
