import type { AggregateFunction } from '../aggregate-function.ts';
import { average } from './average.ts';
import { earliestByOffset, latestByOffset } from './by-offset.ts';
import { collectList, collectSet } from './collect.ts';
import { count } from './count.ts';
import { countDistinct } from './count-distinct.ts';
import { histogram } from './histogram.ts';
import { max, min } from './min-max.ts';
import { sum } from './sum.ts';
import { topK, topKDistinct } from './top-k.ts';

export const builtinAggregates: readonly AggregateFunction[] = [
  average,
  collectList,
  collectSet,
  count,
  countDistinct,
  earliestByOffset,
  histogram,
  latestByOffset,
  max,
  min,
  sum,
  topK,
  topKDistinct,
];
