import type { ScalarFunction } from '../../scalar-function.ts';
import { abs } from './abs.ts';
import { greatest, least } from './extremes.ts';
import { round, trunc } from './round.ts';

export const mathsFunctions: readonly ScalarFunction[] = [abs, greatest, least, round, trunc];
