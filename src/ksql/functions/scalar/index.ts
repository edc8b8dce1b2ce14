import type { ScalarFunction } from '../scalar-function.ts';
import { collectionFunctions } from './collections/index.ts';
import { conditionalFunctions } from './conditional/index.ts';
import { mathsFunctions } from './maths/index.ts';
import { stringFunctions } from './strings/index.ts';
import { timeFunctions } from './time/index.ts';

export const builtinScalars: readonly ScalarFunction[] = [
  ...collectionFunctions,
  ...conditionalFunctions,
  ...mathsFunctions,
  ...stringFunctions,
  ...timeFunctions,
];
