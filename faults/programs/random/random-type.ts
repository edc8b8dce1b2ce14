import { types } from 'ksqlite';
import type { Random } from '../../random.ts';

type SqlType = types.SqlType;
const {
  array,
  BIGINT,
  BOOLEAN,
  BYTES,
  DATE,
  DOUBLE,
  decimal,
  INTEGER,
  map,
  STRING,
  struct,
  TIME,
  TIMESTAMP,
} = types;

const DECIMALS: readonly SqlType[] = [decimal(4, 0), decimal(9, 2), decimal(18, 6), decimal(38, 10)];
const SCALARS: readonly SqlType[] = [
  INTEGER,
  BIGINT,
  DOUBLE,
  STRING,
  BOOLEAN,
  DATE,
  TIME,
  TIMESTAMP,
  BYTES,
  ...DECIMALS,
];
/** What people have most of. */
const COMMON: readonly SqlType[] = [INTEGER, BIGINT, DOUBLE, STRING, STRING, BOOLEAN];

export const randomScalar = (random: Random): SqlType => random.oneOf(random.chance(0.6) ? COMMON : SCALARS);

/** A type of a column or an expression, with at most `depth` types inside of each other. */
export function randomType(random: Random, depth = 2): SqlType {
  if (depth === 0 || random.chance(0.7)) return randomScalar(random);
  switch (random.int(0, 2)) {
    case 0:
      return array(randomType(random, depth - 1));
    case 1:
      return map(STRING, randomType(random, depth - 1));
    default: {
      const names = random.shuffled(['A', 'B', 'C']).slice(0, random.int(1, 3));
      return struct(names.map((name) => ({ name, type: randomType(random, depth - 1) })));
    }
  }
}
