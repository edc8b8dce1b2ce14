import type { ScalarFunction } from '../../scalar-function.ts';
import { bigintFromBytes, doubleFromBytes, intFromBytes } from './number-bytes.ts';
import { fromBytes, toBytes } from './text-bytes.ts';

export const bytesFunctions: readonly ScalarFunction[] = [
  bigintFromBytes,
  doubleFromBytes,
  fromBytes,
  intFromBytes,
  toBytes,
];
