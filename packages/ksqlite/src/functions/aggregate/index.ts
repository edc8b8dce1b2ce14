import type { AggregateFunction } from '../aggregate-function.ts';
import { attr } from './attr.ts';
import { average } from './average.ts';
import { earliestByOffset, latestByOffset } from './by-offset.ts';
import { collectList, collectSet } from './collect.ts';
import { correlation } from './correlation.ts';
import { count } from './count.ts';
import { countDistinct } from './count-distinct.ts';
import { histogram } from './histogram.ts';
import { max, min } from './min-max.ts';
import { stddevSamp, stddevSample } from './standard-deviation.ts';
import { sum } from './sum.ts';
import { sumList } from './sum-list.ts';
import { topK, topKDistinct } from './top-k.ts';

export const builtinAggregates: readonly AggregateFunction[] = [
  attr,
  average,
  collectList,
  collectSet,
  correlation,
  count,
  countDistinct,
  earliestByOffset,
  histogram,
  latestByOffset,
  max,
  min,
  stddevSamp,
  stddevSample,
  sum,
  sumList,
  topK,
  topKDistinct,
];
