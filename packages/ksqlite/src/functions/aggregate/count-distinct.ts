import type { Big } from 'big.js';
import { BIGINT, BYTES, type SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { AggregateFunction } from '../aggregate-function.ts';
import {
  cardinality,
  hashBytes,
  hashHalves,
  hashWhole,
  noRegisters,
  offer,
  type Registers,
  registerChanges,
  union,
} from '../values/hyper-log-log.ts';
import type { Whole } from '../values/numbers/whole.ts';
import { valueKey } from '../values/value-key.ts';

const hashText = (text: string): number => hashBytes(Buffer.from(text));

/** The hash of a value that is not NULL; the same as ksqlDB's for numbers and texts (differs: distinct-bytes). */
function hashOf(type: SqlType): (value: SqlValue) => number {
  switch (type.kind) {
    case 'INTEGER':
    case 'BIGINT':
      return (value) => hashWhole(value as Whole);
    case 'DOUBLE':
      return (value) => hashDouble(value as number);
    case 'STRING':
      return (value) => hashText(value as string);
    case 'DECIMAL':
      return (value) => hashText((value as Big).toFixed(type.scale));
    default: {
      const key = valueKey(type);
      return (value) => hashText(String(key(value)));
    }
  }
}

const scratch = Buffer.alloc(8);

function hashDouble(value: number): number {
  scratch.writeDoubleBE(value);
  return hashHalves(scratch.readInt32BE(4), scratch.readInt32BE(0));
}

/** aggregate-functions.md#count_distinct: an estimate, within about 1 %; exact for small groups; streams only. */
export const countDistinct: AggregateFunction = {
  name: 'COUNT_DISTINCT',
  description: 'Roughly how many distinct values that are not NULL there are.',
  signatures: ['COUNT_DISTINCT(col ANY)'],
  bind: (args) => {
    const type = args[0]?.type;
    if (args.length !== 1 || type === undefined) return undefined;
    const hash = hashOf(type);
    return {
      stateType: BYTES,
      returns: BIGINT,
      initial: noRegisters,
      add: (state, [value = null]) => (value === null ? state : offer(state as Registers, hash(value))),
      merge: (a, b) => union(a as Registers, b as Registers),
      undo: undefined,
      result: (state) => cardinality(state as Registers),
      changes: registerChanges,
    };
  },
};
