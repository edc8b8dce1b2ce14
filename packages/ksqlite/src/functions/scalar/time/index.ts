import type { ScalarFunction } from '../../scalar-function.ts';
import { arithmeticFunctions } from './arithmetic.ts';
import { convertTz, fromDays, fromUnixtime } from './convert.ts';
import { dateToString, formatDate, formatTime, formatTimestamp, timestampToString } from './format.ts';
import { parseDate, parseTime, parseTimestamp, stringToDate, stringToTimestamp } from './parse.ts';
import { unixDate, unixTimestamp } from './unix.ts';

export const timeFunctions: readonly ScalarFunction[] = [
  ...arithmeticFunctions,
  convertTz,
  dateToString,
  formatDate,
  formatTime,
  formatTimestamp,
  fromDays,
  fromUnixtime,
  parseDate,
  parseTime,
  parseTimestamp,
  stringToDate,
  stringToTimestamp,
  timestampToString,
  unixDate,
  unixTimestamp,
];
