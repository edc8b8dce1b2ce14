import { oneLine } from '../../../../src/cli/shell/interactive/one-line.ts';
import { typedSoFar } from '../../../../src/cli/shell/interactive/statement-buffer.ts';

test.each([
  ['', { kind: 'empty' }],
  ['  -- only a comment', { kind: 'empty' }],
  ['SHOW STREAMS', { kind: 'open', inside: undefined }],
  ['SHOW STREAMS;', { kind: 'complete' }],
  ['SHOW STREAMS; -- done', { kind: 'complete' }],
  ['SHOW STREAMS; SHOW', { kind: 'open', inside: undefined }],
  ["PRINT 'a;", { kind: 'open', inside: "'" }],
  ["PRINT 'a;\n';", { kind: 'complete' }],
  ['SELECT "a;', { kind: 'open', inside: '"' }],
  ['SELECT `a;', { kind: 'open', inside: '`' }],
  ['SELECT /* a;', { kind: 'open', inside: '/*' }],
  ['SELECT § FROM x', { kind: 'open', inside: undefined }],
  ['SELECT § FROM x;', { kind: 'complete' }],
])('%j', (text, typed) => {
  expect(typedSoFar(text)).toEqual(typed);
});

test.each([
  ['SELECT *\n  FROM a; ', 'SELECT * FROM a;'],
  ['SELECT * -- all\nFROM a;', 'SELECT * FROM a;'],
  ["SELECT 'a\nb'\nFROM c;", "SELECT 'a\nb' FROM c;"],
  ['a  b;', 'a  b;'],
])('%j on one line', (text, line) => {
  expect(oneLine(text)).toBe(line);
});
