import { compile, RECORD, refusalOf, run } from './expression-fixture.ts';

describe('->, [] and constructors', () => {
  it.each([
    ['pos->x', '4 INTEGER'],
    ['pos->y->z', "'q' STRING"],
    ['npos->x', 'null INTEGER'],
    ['npos->y->z', 'null STRING'],
    ['path[1]->y->z', "'a' STRING"],
    ['path[2]->y->z', 'null STRING'],
    ['tags[1]', "'x' STRING"],
    ['tags[-1]', "'y' STRING"],
    ['tags[2]', 'null STRING'],
    ['tags[0]', 'null STRING'],
    ['tags[4]', 'null STRING'],
    ['tags[-4]', 'null STRING'],
    ['tags[v - 6]', "'x' STRING"],
    ['ntags[1]', 'null STRING'],
    ["m['p']", '1 INTEGER'],
    ["m['q']", 'null INTEGER'],
    ['m[ns]', 'null INTEGER'],
    ["nm['p']", 'null INTEGER'],
    ['ARRAY[v, 0]', '[7, 0] ARRAY<INTEGER>'],
    ['ARRAY[NULL, v, s]', '[null, 7, 40] ARRAY<BIGINT>'],
    ["ARRAY[v, '2e1']", '[7m, 20m] ARRAY<DECIMAL(10, 0)>'],
    ['ARRAY[v, 2.5, d]', '[7, 2.5, 2.5] ARRAY<DOUBLE>'],
    ['ARRAY[area, 1, 2.50, TRUE]', "['north', '1', '2.50', 'true'] ARRAY<STRING>"],
    [
      'ARRAY[STRUCT(a := v), STRUCT(b := area)]',
      "[[null, 7], ['north', null]] ARRAY<STRUCT<`B` STRING, `A` INTEGER>>",
    ],
    ["ARRAY[ARRAY[s], ARRAY['5']]", '[[40], [5]] ARRAY<ARRAY<BIGINT>>'],
    ["MAP('k' := v, area := s)", '{k: 7, north: 40} MAP<STRING, BIGINT>'],
    ["MAP('k' := v, 10 := NULL)", '{k: 7, 10: null} MAP<STRING, INTEGER>'],
    ['MAP(ns := v)', '{null: 7} MAP<STRING, INTEGER>'],
    ['STRUCT(a := area, `b` := v)', "['north', 7] STRUCT<`A` STRING, `b` INTEGER>"],
    ['STRUCT(a := STRUCT(b := 1))->a->b', '1 INTEGER'],
  ])('%s is %s', (text, expected) => {
    expect(run(text)).toBe(expected);
  });

  it('makes NULL of the elements that fail, and of no others', () => {
    const failures: unknown[] = [];
    const struct = compile('STRUCT(a := v / (v - 7), b := nv + 1, c := v)', (error) => failures.push(error));
    expect(struct.evaluate(RECORD)).toEqual([null, null, 7]);
    expect(failures).toMatchObject([{ message: 'Division by zero' }]);
    expect(run('ARRAY[v / (v - 7), 1]')).toBe('[null, 1] ARRAY<INTEGER>');
    expect(run("MAP('a' := v % (w + 2), 'b' := 1)")).toBe('{a: null, b: 1} MAP<STRING, INTEGER>');
  });

  it('fails for an index that is NULL', () => {
    expect(() => compile('tags[nv]').evaluate(RECORD)).toThrow('The index is NULL (line 1:13)');
    expect(compile('ntags[nv]').evaluate(RECORD)).toBeNull();
  });

  it.each([
    ['area->x', 'SQL_TYPE 1+7: STRING has no field X | Only a STRUCT has fields.'],
    ['m->p', "SQL_TYPE 1+4: MAP<STRING, INTEGER> has no field P | A MAP is asked with brackets: […]['P']."],
    ['pos->xx', 'SQL_UNKNOWN_COLUMN 6+2: The STRUCT has no field XX | Its fields: X, Y.'],
    [
      'pos->`x`',
      'SQL_UNKNOWN_COLUMN 6+3: The STRUCT has no field x | Its fields: X, Y. Names are upper case unless quoted: `X`.',
    ],
    [
      "pos['x']",
      'SQL_TYPE 1+8: STRUCT<`X` INTEGER, `Y` STRUCT<`Z` STRING>> is neither ARRAY nor MAP: it takes no […] | The field of a STRUCT is struct->field.',
    ],
    ["tags['a']", 'SQL_TYPE 6+3: An ARRAY is asked with an INTEGER, not STRING | '],
    [
      'm[1]',
      'SQL_TYPE 3+1: The keys of this MAP are STRING, not INTEGER | CAST(… AS STRING) makes one of it.',
    ],
    ['ARRAY[]', 'SQL_TYPE 1+7: An ARRAY cannot be empty | Without an element it has no type.'],
    ['ARRAY[NULL]', 'SQL_TYPE 1+11: An ARRAY cannot be NULL only | CAST one NULL to the type meant.'],
    [
      'ARRAY[v, ok]',
      'SQL_TYPE 10+2: BOOLEAN does not go together with INTEGER | All must be of one type: CAST(… AS INTEGER) makes it so.',
    ],
    [
      "MAP('a' := NULL)",
      'SQL_TYPE 1+16: The values of a MAP cannot be NULL only | CAST one NULL to the type meant.',
    ],
    ['STRUCT(a := NULL)', 'SQL_TYPE 13+4: NULL gives the field A no type | CAST(NULL AS …) gives one.'],
    ['STRUCT(a := 1, a := 2)', 'SQL_TYPE 16+1: The field A is there twice | '],
  ])('%s is refused', (text, expected) => {
    expect(refusalOf(text)).toBe(expected);
  });
});
