import { BIGINT, DOUBLE, INTEGER, type SqlType } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { FunctionError } from '../../function-error.ts';
import type { ScalarFunction } from '../../scalar-function.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { bytes, text } from '../../signature/parameter.ts';
import { nullable, strict } from '../../signature/variant.ts';
import { wholeFromBigInt } from '../../values/numbers/whole.ts';

type Read = (value: Buffer) => SqlValue;

/** @throws FunctionError also for NULL: ksqlDB looks at the order before the bytes, NULL or not (BytesUtils.byteOrderType) */
function isLittleEndian(order: string | null): boolean {
  const name = order?.toUpperCase();
  if (name === 'LITTLE_ENDIAN' || name === 'BIG_ENDIAN') return name === 'LITTLE_ENDIAN';
  throw new FunctionError(`Byte order must be BIG_ENDIAN or LITTLE_ENDIAN. Unknown byte order '${order}'.`);
}

function fromBytes(name: string, type: SqlType, size: number, big: Read, little: Read): ScalarFunction {
  const read = (value: Buffer, by: Read): SqlValue => {
    if (value.length === size) return by(value);
    throw new FunctionError(`${name}: Number of bytes must be equal to ${size}, but found ${value.length}`);
  };
  return defineScalar(name, 'CONVERSIONS', `Bytes as a number: ${type.kind}.`, [
    strict([bytes], type, (value) => read(value, big)),
    nullable([bytes, text], type, (value, order) => {
      const by = isLittleEndian(order) ? little : big;
      return value === null ? null : read(value, by);
    }),
  ]);
}

/** scalar-functions.md#int_from_bytes: of 4 bytes */
export const intFromBytes = fromBytes(
  'INT_FROM_BYTES',
  INTEGER,
  4,
  (value) => value.readInt32BE(),
  (value) => value.readInt32LE(),
);

/** scalar-functions.md#bigint_from_bytes: of 8 bytes */
export const bigintFromBytes = fromBytes(
  'BIGINT_FROM_BYTES',
  BIGINT,
  8,
  (value) => wholeFromBigInt(value.readBigInt64BE()),
  (value) => wholeFromBigInt(value.readBigInt64LE()),
);

/** scalar-functions.md#double_from_bytes: of 8 bytes */
export const doubleFromBytes = fromBytes(
  'DOUBLE_FROM_BYTES',
  DOUBLE,
  8,
  (value) => value.readDoubleBE(),
  (value) => value.readDoubleLE(),
);
