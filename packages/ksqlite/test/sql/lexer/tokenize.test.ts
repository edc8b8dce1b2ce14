import { tokenize } from '../../../src/sql/lexer/tokenize.ts';

const read = (text: string): string[] =>
  tokenize(text).map(({ kind, text: value }) => `${kind} ${value}`.trim());

describe('tokenize', () => {
  it.each<[string, string[]]>([
    ['', ['end']],
    ['\ufeffSELECT', ['word SELECT', 'end']],
    ['sElEcT _a a1@b', ['word SELECT', 'word _A', 'word A1@B', 'end']],
    ['`a``b` "c""D" \'it\'\'s\'', ['quoted a`b', 'quoted c"D', "string it's", 'end']],
    [
      '1 1.5 1. .5 1e3 1.5E-3 .5e+1',
      [
        'integer 1',
        'decimal 1.5',
        'decimal 1.',
        'decimal .5',
        'double 1e3',
        'double 1.5E-3',
        'double .5e+1',
        'end',
      ],
    ],
    ['1st 1e 1e5x 1.5x', ['word 1ST', 'word 1E', 'word 1E5X', 'decimal 1.5', 'word X', 'end']],
    ['a.b s.*', ['word A', 'symbol .', 'word B', 'word S', 'symbol .', 'symbol *', 'end']],
    [
      'a->b=>c:=d||e',
      [
        'word A',
        'symbol ->',
        'word B',
        'symbol =>',
        'word C',
        'symbol :=',
        'word D',
        'symbol ||',
        'word E',
        'end',
      ],
    ],
    [
      '<> != <= >= < > =',
      ['symbol <>', 'symbol <>', 'symbol <=', 'symbol >=', 'symbol <', 'symbol >', 'symbol =', 'end'],
    ],
    ['a--b\nc --', ['word A', 'word C', 'end']],
    ['--\nSELECT', ['word SELECT', 'end']],
    ['a/* -- \n * / **/b/**/', ['word A', 'word B', 'end']],
    ['a - -b', ['word A', 'symbol -', 'symbol -', 'word B', 'end']],
    [`\${x} '\${x}'`, ['variable x', `string \${x}`, 'end']],
    ['a ? b', ['word A', 'invalid', 'end']],
    ["'", ['invalid', 'end']],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('knows where each token is', () => {
    expect(tokenize('a  "b"\n12').map(({ start, end }) => [start, end])).toEqual([
      [0, 1],
      [3, 6],
      [7, 9],
      [9, 9],
    ]);
  });
});
