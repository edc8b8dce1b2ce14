import fc from 'fast-check';
import { cellsOf, csvOf, isNumeric, jsonOf, shownCell } from '../../page/src/ui/rows.ts';

const COLUMNS = [
  { name: 'ID', type: 'VARCHAR(STRING)' },
  { name: 'N', type: 'BIGINT' },
];

it('takes a row apart into the texts of its values, whatever they are', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (values) => {
      const cells = cellsOf(JSON.stringify(values));
      expect(cells).toEqual(values.map((value) => JSON.stringify(value)));
    }),
  );
});

it('keeps the digits of what is too large for a number', () => {
  expect(cellsOf('[9007199254740993,"a"]')).toEqual(['9007199254740993', '"a"']);
  expect(jsonOf(COLUMNS, [['"a"', '9007199254740993']])).toBe('[\n  {"ID": "a", "N": 9007199254740993}\n]\n');
});

it('shows a text without its quotes, and all else as it is', () => {
  expect(['"a\\"b"', '1.50', 'null', '{"a":1}'].map(shownCell)).toEqual(['a"b', '1.50', 'null', '{"a":1}']);
});

it('writes CSV that a spreadsheet reads and does not execute', () => {
  const rows = [
    ['"a,b"', '-1'],
    ['"say \\"x\\""', 'null'],
    ['"=HYPERLINK(1)"', '2'],
    ['"-cmd"', '3'],
  ];
  expect(csvOf(COLUMNS, rows)).toBe('ID,N\r\n"a,b",-1\r\n"say ""x""",\r\n\'=HYPERLINK(1),2\r\n\'-cmd,3\r\n');
});

it('knows which columns have numbers', () => expect(COLUMNS.map(isNumeric)).toEqual([false, true]));
