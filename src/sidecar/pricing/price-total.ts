import Big from 'big.js';
import type { CarPrices } from './car-prices.ts';
import { toCents } from './money.ts';

/** The sum over the car's parts: a wheel counts `wheels` times. */
export function priceTotal(prices: CarPrices, wheels: number): number {
  const { body, engine, remoteControl, wheel } = prices;
  return toCents(new Big(wheel).times(wheels).plus(body).plus(engine).plus(remoteControl)).toNumber();
}
