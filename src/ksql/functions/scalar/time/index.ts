import type { ScalarFunction } from '../../scalar-function.ts';
import { unixDate, unixTimestamp } from './unix.ts';

export const timeFunctions: readonly ScalarFunction[] = [unixDate, unixTimestamp];
