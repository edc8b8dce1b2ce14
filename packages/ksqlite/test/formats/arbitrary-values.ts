import { Big } from 'big.js';
import * as fc from 'fast-check';
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
  type SqlType,
  STRING,
  struct,
  TIME,
  TIMESTAMP,
} from '../../src/types/sql-type.ts';
import type { SqlValue } from '../../src/types/sql-value.ts';

const decimals = fc
  .tuple(fc.integer({ min: 1, max: 38 }), fc.nat(38))
  .map(([precision, scale]) => decimal(precision, Math.min(precision, scale)));

export const scalarTypes: fc.Arbitrary<SqlType> = fc.oneof(
  fc.constantFrom<SqlType>(BOOLEAN, INTEGER, BIGINT, DOUBLE, STRING, BYTES, DATE, TIME, TIMESTAMP),
  decimals,
);

const names = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', 'constructor', 'a', 'A', '1', ''),
);

export const types: fc.Arbitrary<SqlType> = fc.letrec<{ type: SqlType }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    scalarTypes,
    tie('type').map(array),
    tie('type').map((value) => map(STRING, value)),
    fc
      .uniqueArray(fc.record({ name: names, type: tie('type') }), {
        selector: ({ name }) => name,
        maxLength: 4,
      })
      .map(struct),
  ),
})).type;

const safe = { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER };
const whole = (value: bigint): SqlValue =>
  value >= BigInt(safe.min) && value <= BigInt(safe.max) ? Number(value) : value;

function present(type: SqlType): fc.Arbitrary<SqlValue> {
  switch (type.kind) {
    case 'BOOLEAN':
      return fc.boolean();
    case 'INTEGER':
      return fc.integer();
    case 'BIGINT':
      return fc.oneof(
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(whole),
        fc.maxSafeInteger(),
        fc.integer(),
      );
    case 'DOUBLE':
      return fc.double();
    case 'DECIMAL':
      return fc
        .bigInt({ min: 1n - 10n ** BigInt(type.precision), max: 10n ** BigInt(type.precision) - 1n })
        .map((unscaled) => new Big(`${unscaled}e-${type.scale}`));
    case 'STRING':
      return fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', '\u2028', '"\\'));
    case 'BYTES':
      return fc.uint8Array().map((bytes) => Buffer.from(bytes));
    case 'DATE':
      return fc.integer();
    case 'TIME':
      return fc.nat(86_400_000);
    case 'TIMESTAMP':
      return fc.integer(safe);
    case 'ARRAY':
      return fc.array(values(type.element), { maxLength: 4 });
    case 'MAP':
      return fc
        .array(fc.tuple(names, values(type.value)), { maxLength: 4 })
        .map((entries) => new Map(entries));
    case 'STRUCT':
      return fc.tuple(...type.fields.map((field) => values(field.type)));
  }
}

/** Values of the type, null among them. */
export const values = (type: SqlType): fc.Arbitrary<SqlValue> => fc.option(present(type), { freq: 8 });

export const typesAndValues: fc.Arbitrary<[SqlType, SqlValue]> = types.chain((type) =>
  fc.tuple(fc.constant(type), values(type)),
);
