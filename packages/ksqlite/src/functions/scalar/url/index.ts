import type { ScalarFunction } from '../../scalar-function.ts';
import { urlDecodeParam, urlEncodeParam } from './url-params.ts';
import {
  urlExtractFragment,
  urlExtractHost,
  urlExtractParameter,
  urlExtractPath,
  urlExtractPort,
  urlExtractProtocol,
  urlExtractQuery,
} from './url-parts.ts';

export const urlFunctions: readonly ScalarFunction[] = [
  urlDecodeParam,
  urlEncodeParam,
  urlExtractFragment,
  urlExtractHost,
  urlExtractParameter,
  urlExtractPath,
  urlExtractPort,
  urlExtractProtocol,
  urlExtractQuery,
];
