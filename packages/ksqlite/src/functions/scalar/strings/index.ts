import type { ScalarFunction } from '../../scalar-function.ts';
import { chr } from './chr.ts';
import { concat, concatWs } from './concat.ts';
import { md5, uuid } from './digests.ts';
import { elt, field } from './elt-field.ts';
import { encode } from './encode.ts';
import { instr } from './instr.ts';
import { len } from './length.ts';
import { initcap, lcase, ucase } from './letter-case.ts';
import { mask, maskKeepLeft, maskKeepRight, maskLeft, maskRight } from './masks.ts';
import { lpad, rpad } from './pad.ts';
import { regexpExtract, regexpExtractAll, regexpReplace, regexpSplitToArray } from './regexp.ts';
import { replace } from './replace.ts';
import { split, splitToMap } from './split.ts';
import { substring } from './substring.ts';
import { trim } from './trim.ts';

export const stringFunctions: readonly ScalarFunction[] = [
  chr,
  concat,
  concatWs,
  elt,
  encode,
  field,
  initcap,
  instr,
  lcase,
  len,
  lpad,
  mask,
  maskKeepLeft,
  maskKeepRight,
  maskLeft,
  maskRight,
  md5,
  regexpExtract,
  regexpExtractAll,
  regexpReplace,
  regexpSplitToArray,
  replace,
  rpad,
  split,
  splitToMap,
  substring,
  trim,
  ucase,
  uuid,
];
