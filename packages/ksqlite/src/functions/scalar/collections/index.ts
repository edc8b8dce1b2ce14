import type { ScalarFunction } from '../../scalar-function.ts';
import { arrayJoin } from './array-join.ts';
import { arrayMax, arrayMin, arraySort } from './array-order.ts';
import { arrayConcat, arrayDistinct, arrayExcept, arrayIntersect, arrayUnion } from './array-sets.ts';
import { generateSeries } from './generate-series.ts';
import { filter, reduce, transform } from './lambdas.ts';
import { asMap, entries, mapKeys, mapUnion, mapValues } from './maps.ts';
import { arrayContains, arrayLength, arrayRemove } from './membership.ts';
import { slice } from './slice.ts';

export const collectionFunctions: readonly ScalarFunction[] = [
  arrayConcat,
  arrayContains,
  arrayDistinct,
  arrayExcept,
  arrayIntersect,
  arrayJoin,
  arrayLength,
  arrayMax,
  arrayMin,
  arrayRemove,
  arraySort,
  arrayUnion,
  asMap,
  entries,
  filter,
  generateSeries,
  mapKeys,
  mapUnion,
  mapValues,
  reduce,
  slice,
  transform,
];
