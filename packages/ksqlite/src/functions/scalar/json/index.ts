import type { ScalarFunction } from '../../scalar-function.ts';
import { extractJsonField } from './extract-json-field.ts';
import { jsonArrayContains, jsonArrayLength, jsonItems } from './json-arrays.ts';
import { isJsonString, jsonConcat, jsonKeys, jsonRecords } from './json-objects.ts';
import { toJsonString } from './to-json-string.ts';

export const jsonFunctions: readonly ScalarFunction[] = [
  extractJsonField,
  isJsonString,
  jsonArrayContains,
  jsonArrayLength,
  jsonConcat,
  jsonItems,
  jsonKeys,
  jsonRecords,
  toJsonString,
];
