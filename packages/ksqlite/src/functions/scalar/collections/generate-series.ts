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

/** How many numbers: an INT, which wraps around as Java's does. */
function count(difference: Whole, step: number): number {
  // of numbers that are exact the quotient's whole part is, too: rounding reaches the next one beyond 2⁵³ alone
  const steps =
    typeof difference === 'number'
      ? (difference / step) | 0
      : Number(BigInt.asIntN(32, difference / BigInt(step)));
  const numbers = (1 + steps) | 0;
  if (numbers < 0) throw new FunctionError('GENERATE_SERIES makes too many numbers here');
  if (numbers > MOST_ITEMS)
    throw new FunctionError(`GENERATE_SERIES makes ${numbers} numbers here, at most ${MOST_ITEMS} are made`);
  return numbers;
}

function ints(start: number, end: number, given?: number): number[] {
  const difference = (end - start) | 0;
  const step = given ?? direction(difference);
  checked(difference, step);
  const numbers = new Array<number>(count(difference, step));
  for (let i = 0; i < numbers.length; i++) numbers[i] = (start + i * step) | 0;
  return numbers;
}

function wholes(start: Whole, end: Whole, given?: number): Whole[] {
  const difference = subtractWhole(end, start);
  const step = given ?? direction(difference);
  checked(difference, step);
  const numbers = new Array<Whole>(count(difference, step));
  for (let i = 0; i < numbers.length; i++) numbers[i] = addWhole(start, i * step);
  return numbers;
}

const direction = (difference: Whole): number => (difference > 0 ? 1 : -1);

const [anInt, aBigint] = [required(int), required(bigint)];

/**
 * scalar-functions.md#generate_series: both ends included; up or down by 1 by default. Differences and counts wrap around
 * (GenerateSeries.java).
 */
export const generateSeries = defineScalar('GENERATE_SERIES', 'ARRAY', 'The numbers of a range.', [
  nullable([anInt, anInt], array(INTEGER), (start, end) => ints(start, end)),
  nullable([anInt, anInt, anInt], array(INTEGER), ints),
  nullable([aBigint, aBigint], array(BIGINT), (start, end) => wholes(start, end)),
  nullable([aBigint, aBigint, anInt], array(BIGINT), wholes),
]);
