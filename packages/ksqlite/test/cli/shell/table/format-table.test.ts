import { colorsFor } from '../../../../src/cli/shell/colors.ts';
import { cellText } from '../../../../src/cli/shell/table/cell-text.ts';
import { formatTable } from '../../../../src/cli/shell/table/format-table.ts';

const COLUMNS = [{ name: 'SKU' }, { name: 'N', right: true }];
const page = (width: number, colour = false) => ({ width, colors: colorsFor(colour) });

test('columns stand below one another, also with wide characters', () => {
  const rows = [
    ['car-1', '7'],
    ['車', '12345'],
    ['', 'null'],
  ];
  expect(formatTable(COLUMNS, rows, page(80))).toEqual([
    'SKU   |     N',
    '------+------',
    'car-1 |     7',
    '車    | 12345',
    '      |  null',
  ]);
});

test('what is too wide is folded within its column', () => {
  const rows = [['a text of thirty characters ..', '1']];
  expect(formatTable(COLUMNS, rows, page(20))).toEqual([
    'SKU              | N',
    '-----------------+--',
    'a text of thirty | 1',
    ' characters ..   |',
  ]);
});

test('too many columns: a line a cell', () => {
  const columns = ['A', 'B', 'C', 'LONG'].map((name) => ({ name }));
  const rows = [['1234567890', '1234567890', '1234567890', '1234567890']];
  expect(formatTable(columns, rows, page(24))).toEqual([
    '-[ 1 ]------------------',
    'A    | 1234567890',
    'B    | 1234567890',
    'C    | 1234567890',
    'LONG | 1234567890',
  ]);
});

test('only names are painted, and colour does not move a column', () => {
  const [head, , row] = formatTable(COLUMNS, [['x', '1']], page(80, true));
  expect(head).toBe('\u001b[1mSKU\u001b[22m | \u001b[1mN\u001b[22m');
  expect(row).toBe('x   | 1');
});

test.each([
  ['a\nb\tc', 'a\\nb\\tc'],
  ['\u001b[31mred\u0007', '\\u001b[31mred\\u0007'],
  [null, 'null'],
  [true, 'true'],
  [9007199254740993n, '9007199254740993'],
  [{ A: [1n, null], 'b"': 'x' }, '{"A":[1,null],"b\\"":"x"}'],
])('a cell of %j', (value, text) => {
  expect(cellText(value)).toBe(text);
});
