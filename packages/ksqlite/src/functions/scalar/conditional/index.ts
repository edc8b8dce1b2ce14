import type { ScalarFunction } from '../../scalar-function.ts';
import { asValue } from './as-value.ts';
import { coalesce, ifNull } from './coalesce.ts';
import { nullIf } from './null-if.ts';

export const conditionalFunctions: readonly ScalarFunction[] = [asValue, coalesce, ifNull, nullIf];
