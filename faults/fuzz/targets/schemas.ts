import type { Column } from 'ksqlite/internals';
import {
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
} from 'ksqlite/internals';

const column = (name: string, type: Column['type']): Column => ({ name, type });

export const SCALARS: readonly Column[] = [
  column('B', BOOLEAN),
  column('I', INTEGER),
  column('L', BIGINT),
  column('D', DOUBLE),
  column('M', decimal(12, 3)),
  column('S', STRING),
  column('Y', BYTES),
  column('DA', DATE),
  column('TI', TIME),
  column('TS', TIMESTAMP),
];

/** Every type, alone and inside others; one column is named as no object's property should be. */
export const ALL_TYPES: readonly Column[] = [
  ...SCALARS,
  column('AL', array(BIGINT)),
  column('AS', array(STRING)),
  column('MD', map(STRING, DOUBLE)),
  column('ST', struct([column('x', STRING), column('Y', decimal(5, 0)), column('__proto__', INTEGER)])),
  column('AA', array(struct([column('k', map(STRING, array(INTEGER)))]))),
  column('__proto__', STRING),
];
