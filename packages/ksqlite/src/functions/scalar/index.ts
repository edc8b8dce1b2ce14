import type { ScalarFunction } from '../scalar-function.ts';
import { bytesFunctions } from './bytes/index.ts';
import { collectionFunctions } from './collections/index.ts';
import { conditionalFunctions } from './conditional/index.ts';
import { jsonFunctions } from './json/index.ts';
import { mathsFunctions } from './maths/index.ts';
import { stringFunctions } from './strings/index.ts';
import { timeFunctions } from './time/index.ts';
import { urlFunctions } from './url/index.ts';

export const builtinScalars: readonly ScalarFunction[] = [
  ...bytesFunctions,
  ...collectionFunctions,
  ...conditionalFunctions,
  ...jsonFunctions,
  ...mathsFunctions,
  ...stringFunctions,
  ...timeFunctions,
  ...urlFunctions,
];
