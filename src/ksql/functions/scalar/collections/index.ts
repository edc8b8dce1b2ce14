import type { ScalarFunction } from '../../scalar-function.ts';
import { arrayJoin } from './array-join.ts';
import { arrayConcat, arrayDistinct, arrayExcept, arrayIntersect, arrayUnion } from './array-sets.ts';
import { filter, reduce, transform } from './lambdas.ts';
import { arrayContains, arrayLength, arrayRemove } from './membership.ts';

export const collectionFunctions: readonly ScalarFunction[] = [
  arrayConcat,
  arrayContains,
  arrayDistinct,
  arrayExcept,
  arrayIntersect,
  arrayJoin,
  arrayLength,
  arrayRemove,
  arrayUnion,
  filter,
  reduce,
  transform,
];
