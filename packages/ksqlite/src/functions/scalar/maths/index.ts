import type { ScalarFunction } from '../../scalar-function.ts';
import { abs } from './abs.ts';
import { pi, random } from './constants.ts';
import { greatest, least } from './extremes.ts';
import { geoDistance } from './geo-distance.ts';
import { realFunctions } from './real-functions.ts';
import { round, trunc } from './round.ts';
import { ceil, floor, sign } from './whole-parts.ts';

export const mathsFunctions: readonly ScalarFunction[] = [
  abs,
  ceil,
  floor,
  geoDistance,
  greatest,
  least,
  pi,
  random,
  ...realFunctions,
  round,
  sign,
  trunc,
];
