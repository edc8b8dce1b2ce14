import { positionOf } from '../../src/sql/source-text.ts';

describe('positionOf', () => {
  it.each<[string, number, number, object]>([
    ['', 0, 0, { line: 1, column: 1, offset: 0, length: 0 }],
    ['abc', 1, 3, { line: 1, column: 2, offset: 1, length: 2 }],
    ['a\nb', 1, 2, { line: 1, column: 2, offset: 1, length: 1 }],
    ['a\nb', 2, 3, { line: 2, column: 1, offset: 2, length: 1 }],
    ['a\r\n\r\nb', 5, 6, { line: 3, column: 1, offset: 5, length: 1 }],
    ['a\n', 2, 2, { line: 2, column: 1, offset: 2, length: 0 }],
    ['ab', 9, 12, { line: 1, column: 3, offset: 2, length: 0 }],
  ])('%j from %d to %d', (text, start, end, expected) => {
    expect(positionOf(text, { start, end }, 'f')).toEqual({ file: 'f', ...expected });
  });
});
