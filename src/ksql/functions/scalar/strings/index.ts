import type { ScalarFunction } from '../../scalar-function.ts';
import { chr } from './chr.ts';
import { concat, concatWs } from './concat.ts';
import { instr } from './instr.ts';
import { len } from './length.ts';
import { initcap, lcase, ucase } from './letter-case.ts';
import { lpad, rpad } from './pad.ts';
import { replace } from './replace.ts';
import { split, splitToMap } from './split.ts';
import { substring } from './substring.ts';
import { trim } from './trim.ts';

export const stringFunctions: readonly ScalarFunction[] = [
  chr,
  concat,
  concatWs,
  initcap,
  instr,
  lcase,
  len,
  lpad,
  replace,
  rpad,
  split,
  splitToMap,
  substring,
  trim,
  ucase,
];
