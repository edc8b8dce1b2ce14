import { array, BIGINT, INTEGER } from '../../../types/sql-type.ts';
import { FunctionError } from '../../function-error.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { bigint, int, required } from '../../signature/parameter.ts';
import { nullable } from '../../signature/variant.ts';
import { MOST_ITEMS } from '../../values/limits.ts';
import { addWhole, subtractWhole, type Whole } from '../../values/numbers/whole.ts';

function checked(difference: Whole, step: number): void {
  if (step === 0) throw new FunctionError('GENERATE_SERIES step cannot be zero');
  if ((difference > 0 && step < 0) || (difference < 0 && step > 0)) {
    throw new FunctionError('GENERATE_SERIES step has wrong sign');
  }
}

function count(difference: Whole, step: number): number {
  const numbers = 1 + Math.trunc(Number(difference) / step);
  if (numbers > MOST_ITEMS)
    throw new FunctionError(`GENERATE_SERIES makes ${numbers} numbers here, at most ${MOST_ITEMS} are made`);
  return numbers;
}

function ints(start: number, end: number, step: number): number[] {
  const difference = (end - start) | 0;
  checked(difference, step);
  const numbers = new Array<number>(count(difference, step));
  for (let i = 0; i < numbers.length; i++) numbers[i] = start + i * step;
  return numbers;
}

function wholes(start: Whole, end: Whole, step: number): Whole[] {
  const difference = subtractWhole(end, start);
  checked(difference, step);
  const numbers = new Array<Whole>(count(difference, step));
  for (let i = 0; i < numbers.length; i++) numbers[i] = addWhole(start, i * step);
  return numbers;
}

const [anInt, aBigint] = [required(int), required(bigint)];

/** scalar-functions.md#generate_series: both ends included; up or down by 1 by default. */
export const generateSeries = defineScalar('GENERATE_SERIES', 'ARRAY', 'The numbers of a range.', [
  nullable([anInt, anInt], array(INTEGER), (start, end) => ints(start, end, end > start ? 1 : -1)),
  nullable([anInt, anInt, anInt], array(INTEGER), ints),
  nullable([aBigint, aBigint], array(BIGINT), (start, end) => wholes(start, end, end > start ? 1 : -1)),
  nullable([aBigint, aBigint, anInt], array(BIGINT), wholes),
]);
