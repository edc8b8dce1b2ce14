import { builtinFunctions } from '../../src/functions/builtin-functions.ts';
import { array, INTEGER, STRING } from '../../src/types/sql-type.ts';
import type { SqlValue } from '../../src/types/sql-value.ts';

const rows = (name: string, list: SqlValue): readonly SqlValue[] =>
  builtinFunctions
    .table(name)!
    .bind([array(INTEGER)])!
    .rows([list]);

describe('EXPLODE', () => {
  it('makes a row of each element, NULLs too', () => {
    expect(rows('EXPLODE', [3, null, 3])).toEqual([3, null, 3]);
    expect(builtinFunctions.table('EXPLODE')!.bind([array(STRING)])!.returns).toEqual(STRING);
  });
  it('makes none of NULL and of nothing', () => {
    expect(rows('EXPLODE', null)).toEqual([]);
    expect(rows('EXPLODE', [])).toEqual([]);
  });
  it('takes one array', () => {
    expect(builtinFunctions.table('EXPLODE')!.bind([STRING])).toBeUndefined();
    expect(builtinFunctions.table('EXPLODE')!.bind([array(INTEGER), INTEGER])).toBeUndefined();
  });
});

describe('CUBE_EXPLODE', () => {
  it('makes every combination, the last element changing first', () => {
    expect(rows('CUBE_EXPLODE', [1, 2])).toEqual([
      [null, null],
      [null, 2],
      [1, null],
      [1, 2],
    ]);
  });
  it('varies no NULL', () =>
    expect(rows('CUBE_EXPLODE', [null, 2])).toEqual([
      [null, null],
      [null, 2],
    ]));
  it('makes one row of an empty array and none of NULL', () => {
    expect(rows('CUBE_EXPLODE', [])).toEqual([[]]);
    expect(rows('CUBE_EXPLODE', null)).toEqual([]);
  });
  it('fails where a record would become a million rows', () => {
    expect(() => rows('CUBE_EXPLODE', new Array<number>(21).fill(1))).toThrow('up to 20');
  });
});
