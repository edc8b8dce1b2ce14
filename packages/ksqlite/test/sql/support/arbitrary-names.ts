import fc from 'fast-check';
import type { Identifier } from '../../../src/sql/ast/span.ts';
import type { SqlType } from '../../../src/types/sql-type.ts';
import * as types from '../../../src/types/sql-type.ts';
import { name } from './build.ts';

/** Words that mean something in one place or another. */
const WORDS = [
  'ARRAY MAP STRUCT DATE TIME TIMESTAMP STRING DECIMAL DAY DAYS SECONDS KEY EMIT CHANGES FINAL PARTITION GRACE',
  'PERIOD IF ESCAPE SOURCE REPLACE SHOW SET DEFINE EXPLAIN FUNCTION TABLES TYPES HEADER HEADERS INTERVAL ALTER',
  'SELECT FROM AS AT AND OR NOT IN IS LIKE CASE END NULL TRUE JOIN ON LIMIT ALL QUERY EXTENDED STREAMS OF ID',
].flatMap((line) => line.split(' '));

const texts: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('A', 'B', 'ID', 'X1', 'a', 'my_col', '_', '1A', '1E', '1E5', '12', 'A@B'),
  },
  { weight: 2, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }) },
  { weight: 1, arbitrary: fc.constantFrom('`', '"', "'", '``', '--', '/*', ';', ' ', '\n', 'a`b') },
);

export const names: fc.Arbitrary<Identifier> = texts.map(name);
/** Streams and tables: fewer characters. */
export const sourceNames: fc.Arbitrary<Identifier> = fc
  .oneof(fc.constantFrom(...WORDS), fc.stringMatching(/^[A-Za-z0-9_-]{1,6}$/))
  .map(name);
/** Functions are known by their upper-case name. */
export const functionNames: fc.Arbitrary<Identifier> = fc
  .oneof(texts, fc.constantFrom('COUNT', 'TIMESTAMPADD', 'DATESUB', 'CONCAT'))
  .map((text) => name(text.toUpperCase()));

const scalars: fc.Arbitrary<SqlType> = fc.constantFrom(
  types.BOOLEAN,
  types.INTEGER,
  types.BIGINT,
  types.DOUBLE,
  types.STRING,
  types.BYTES,
  types.DATE,
  types.TIME,
  types.TIMESTAMP,
  types.decimal(9, 3),
  types.decimal(1, 0),
);

export const sqlTypes: fc.Arbitrary<SqlType> = fc.letrec<{ type: SqlType }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalars,
    tie('type').map(types.array),
    fc.tuple(tie('type'), tie('type')).map(([key, value]) => types.map(key, value)),
    fc.array(fc.record({ name: texts, type: tie('type') }), { maxLength: 3 }).map(types.struct),
  ),
})).type;
