import { bigint, bytes, FAILS, int, NULL, REFUSED, testScalar, text, typeOfCall } from '../support.ts';

const raw = (...values: number[]) => bytes(Buffer.from(values));

testScalar('UCASE', [
  [[text('ação')], 'AÇÃO'],
  [[text(null)], null],
  [[int(1)], REFUSED],
]);
testScalar('LCASE', [
  [[text('ABC')], 'abc'],
  [[NULL], null],
]);
testScalar('INITCAP', [
  [[text('the CAR  is')], 'The Car  Is'],
  [[text('  x')], 'X'],
  [[text('')], ''],
  [[text(null)], null],
]);
testScalar('LEN', [
  [[text('ação')], 4],
  [[text('😀')], 2],
  [[raw(1, 2)], 2],
  [[text(null)], null],
  [[NULL], REFUSED],
]);
testScalar('SUBSTRING', [
  [[text('stream'), int(2)], 'tream'],
  [[text('stream'), int(2), int(3)], 'tre'],
  [[text('stream'), int(-3), int(2)], 'ea'],
  [[text('stream'), int(-99)], 'stream'],
  [[text('stream'), int(0), int(2)], 'st'],
  [[text('n'), int(2), int(2)], ''],
  [[text('stream'), int(2), int(-1)], ''],
  [[text('stream'), int(99)], ''],
  [[text(null), int(1)], null],
  [[text('x'), int(null)], null],
  [[text('x'), bigint(1)], REFUSED],
  [[raw(1, 2, 3), int(2), int(1)], Buffer.of(2)],
  [[raw(1, 2, 3), int(2)], Buffer.of(2, 3)],
]);
testScalar('CONCAT', [
  [[text('c'), text('-'), text(null)], 'c-'],
  [[text(null), text(null)], ''],
  [[raw(1), bytes(null), raw(2)], Buffer.of(1, 2)],
  [[text('a'), int(1)], REFUSED],
]);
testScalar('CONCAT_WS', [
  [[text(', '), text('a'), text(null), text('b')], 'a, b'],
  [[text(null), text('a')], null],
  [[text(','), text(null)], ''],
  [[text(',')], FAILS],
  [[raw(0), raw(1), bytes(null), raw(2)], Buffer.of(1, 0, 2)],
]);
testScalar('TRIM', [
  [[text(' \t x \n')], 'x'],
  [[text('\u00a0x')], '\u00a0x'],
  [[text('  ')], ''],
  [[text(null)], null],
]);
testScalar('REPLACE', [
  [[text('banana'), text('n'), text('NN')], 'baNNaNNa'],
  [[text('ab'), text(''), text('-')], '-a-b-'],
  [[text('a$b'), text('$'), text('$&')], 'a$&b'],
  [[text('x'), text(null), text('y')], null],
]);
testScalar('SPLIT', [
  [
    [text('a,b,,c'), text(',')],
    ['a', 'b', '', 'c'],
  ],
  [
    [text(',a,'), text(',')],
    ['', 'a', ''],
  ],
  [
    [text('a.b'), text('.')],
    ['a', 'b'],
  ],
  [
    [text('abc'), text('')],
    ['a', 'b', 'c'],
  ],
  [[text(''), text('')], ['']],
  [[text(''), text(',')], ['']],
  [[text(null), text(',')], null],
  [
    [raw(1, 0, 2), raw(0)],
    [Buffer.of(1), Buffer.of(2)],
  ],
  [
    [raw(1, 2), raw()],
    [Buffer.of(1), Buffer.of(2)],
  ],
]);
testScalar('SPLIT_TO_MAP', [
  [
    [text('a:1/b:2/a:3/x'), text('/'), text(':')],
    new Map([
      ['a', '3'],
      ['b', '2'],
    ]),
  ],
  [[text('a'), text(''), text(':')], null],
  [[text('a'), text(':'), text(':')], null],
  [[text(null), text('/'), text(':')], null],
]);
testScalar('INSTR', [
  [[text('abcabc'), text('c')], 3],
  [[text('abcabc'), text('c'), int(4)], 6],
  [[text('corporate floor'), text('or'), int(3), int(2)], 14],
  [[text('corporate floor'), text('or'), int(-3), int(2)], 2],
  [[text('aaa'), text('aa'), int(1), int(2)], 2],
  [[text('abc'), text('x')], 0],
  [[text('abc'), text('c'), int(0)], 0],
  [[text(null), text('c')], 0],
  [[text('abc'), text('c'), int(null)], FAILS],
  // seen on a JVM, whose least int has no positive one
  [[text('2.50'), text(''), int(-(2 ** 31))], -2_147_483_642],
  [[text('2.50'), text('5'), int(-(2 ** 31))], 0],
]);
testScalar('LPAD', [
  [[text('a'), int(3), text('*')], '**a'],
  [[text('abc'), int(8), text('xyz')], 'xyzxyabc'],
  [[text('abc'), int(2), text('*')], 'ab'],
  [[text('abc'), int(5), text('')], null],
  [[text('abc'), int(2 ** 31 - 1), text('')], null],
  [[text('abc'), int(-1), text('*')], null],
  [[text(null), int(3), text('*')], null],
  [[raw(1), int(3), raw(8, 9)], Buffer.of(8, 9, 1)],
  [[raw(1, 2), int(1), raw(9)], Buffer.of(1)],
]);
testScalar('RPAD', [
  [[text('abc'), int(8), text('xyz')], 'abcxyzxy'],
  [[text('abc'), int(0), text('x')], ''],
  [[raw(1), int(4), raw(8, 9)], Buffer.of(1, 8, 9, 8)],
]);
testScalar('CHR', [
  [[int(65)], 'A'],
  [[int(128512)], '😀'],
  [[int(-1)], null],
  [[int(1114112)], null],
  [[text('\\u004b')], 'K'],
  [[text('\\ud83d\\ude00')], '😀'],
  [[text('x')], null],
  [[text('\\u00zz')], FAILS],
  [[int(null)], null],
]);
testScalar('ELT', [
  [[int(2), text('a'), text('b')], 'b'],
  [[int(0), text('a')], null],
  [[int(3), text('a')], null],
  [[int(1), text(null)], null],
  [[int(null), text('a')], FAILS],
]);
testScalar('FIELD', [
  [[text('b'), text('a'), text('b')], 2],
  [[text('z'), text('a')], 0],
  [[text(null), text(null)], 0],
]);
testScalar('MASK', [
  [[text('AbCd#$123xy Z')], 'XxXx--nnnxx-X'],
  [[text('AbC 1'), text('Q'), text(null), text('0'), text('?')], 'QbQ?0'],
  [[text('a'), text('QQ'), text(null), text(null), text(null)], FAILS],
  [[text(null), text('QQ'), text(null), text(null), text(null)], FAILS],
  [[text(null)], null],
]);
testScalar('MASK_LEFT', [
  [[text('Ab1-x'), int(2)], 'Xx1-x'],
  [[text('Ab'), int(9)], 'Xx'],
  [[text('a'), int(-1)], FAILS],
  [[text(null), int(1)], null],
]);
testScalar('MASK_RIGHT', [
  [[text('Ab1-x'), int(2)], 'Ab1-x'],
  [[text('Ab1-X'), int(3)], 'Abn-X'],
]);
testScalar('MASK_KEEP_LEFT', [
  [[text('Ab1-X'), int(2)], 'Abn-X'],
  [[text('Ab'), int(9)], 'Ab'],
]);
testScalar('MASK_KEEP_RIGHT', [
  [[text('Ab1-X'), int(2)], 'Xxn-X'],
  [[text('Ab'), int(1), text('*'), text('*'), text('*'), text('*')], '*b'],
]);
testScalar('MD5', [
  [[text('ksqlDB')], 'aa97027427d39488a27a9847fa7ec39b'],
  [[text(null)], null],
]);
testScalar('UUID', [
  [[], '80808080-8080-4080-8080-808080808080'],
  [[raw(...Array.from({ length: 16 }, (_, i) => i))], '00010203-0405-0607-0809-0a0b0c0d0e0f'],
  [[raw(1)], null],
  [[bytes(null)], null],
]);
testScalar('ENCODE', [
  [[text('4578616d706c6521'), text('hex'), text('ascii')], 'Example!'],
  [[text("X'4578'"), text('HEX'), text('base64')], 'RXg='],
  [[text('0xff'), text('hex'), text('ascii')], '\ufffd'],
  [[text('é'), text('ascii'), text('hex')], '3f'],
  [[text('abc'), text('hex'), text('utf8')], FAILS],
  [[text('abc'), text('utf8'), text('utf8')], FAILS],
  [[text('abc'), text('utf8'), text('latin1')], FAILS],
  [[text(null), text('utf8'), text('hex')], null],
]);
testScalar('REGEXP_EXTRACT', [
  [[text('.*s'), text('its is')], 'its is'],
  [[text('(\\w+)@(\\w+)'), text('a@b'), int(2)], 'b'],
  [[text('x'), text('abc')], null],
  [[text('x'), text('x'), int(1)], null],
  [[text(null), text('x')], null],
]);
testScalar('REGEXP_EXTRACT_ALL', [
  [
    [text('(\\w)(\\d)'), text('a1 b2'), int(2)],
    ['1', '2'],
  ],
  [[text('z'), text('abc')], []],
  [[text('('), text('abc')], FAILS],
]);
testScalar('REGEXP_REPLACE', [
  [[text('baababaa'), text('(ab)'), text('x$1y')], 'baxabyxabyaa'],
  [[text('a.b'), text('\\Q.\\E'), text('!')], 'a!b'],
  [[text('aBc'), text('(?i)b'), text('-')], 'a-c'],
  [[text('a'), text('a'), text('$1')], FAILS],
  [[text(null), text('a'), text('b')], null],
]);
testScalar('REGEXP_SPLIT_TO_ARRAY', [
  [
    [text('aabdcda'), text('(ab|cd)')],
    ['a', 'd', 'a'],
  ],
  [
    [text('zxy'), text('z')],
    ['', 'xy'],
  ],
  [
    [text('abc'), text('')],
    ['a', 'b', 'c'],
  ],
  [[text(null), text('x')], null],
]);

test('types of results', () => {
  expect(typeOfCall('SPLIT', [text(''), text('')])).toBe('ARRAY<STRING>');
  expect(typeOfCall('SPLIT', [raw(), raw()])).toBe('ARRAY<BYTES>');
  expect(typeOfCall('CONCAT', [raw(), raw()])).toBe('BYTES');
});
