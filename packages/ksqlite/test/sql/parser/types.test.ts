import * as types from '../../../src/types/sql-type.ts';
import { statement } from '../support/tree.ts';

const { array, decimal, INTEGER, map, STRING, struct } = types;

describe('types', () => {
  it.each<[string, types.SqlType]>([
    ['BOOLEAN', types.BOOLEAN],
    ['int', INTEGER],
    ['INTEGER', INTEGER],
    ['BIGINT', types.BIGINT],
    ['DOUBLE', types.DOUBLE],
    ['VARCHAR', STRING],
    ['String', STRING],
    ['VARCHAR(20)', STRING],
    ['VARCHAR(STRING)', STRING],
    ['BYTES', types.BYTES],
    ['DATE', types.DATE],
    ['TIME', types.TIME],
    ['TIMESTAMP', types.TIMESTAMP],
    ['DECIMAL(9,3)', decimal(9, 3)],
    ['ARRAY<INT>', array(INTEGER)],
    ['INT ARRAY', array(INTEGER)],
    ['INT ARRAY ARRAY', array(array(INTEGER))],
    ['ARRAY<ARRAY<ARRAY<INT>>>', array(array(array(INTEGER)))],
    ['MAP<VARCHAR, MAP<INT, INT>>', map(STRING, map(INTEGER, INTEGER))],
    ['STRUCT<>', struct([])],
    ['STRUCT< >', struct([])],
    [
      'STRUCT<key INT, `b c` STRUCT<d DATE>>',
      struct([
        { name: 'KEY', type: INTEGER },
        { name: 'b c', type: struct([{ name: 'D', type: types.DATE }]) },
      ]),
    ],
  ])('%s', (written, expected) => {
    expect(statement(`CREATE STREAM s (a ${written} KEY);`)).toMatchObject({
      columns: [{ name: { text: 'A' }, type: expected, role: 'KEY' }],
    });
  });
});
