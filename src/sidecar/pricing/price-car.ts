import type Big from 'big.js';
import type { AwaitingPrice, RcCar } from '../../contracts/rc-car.ts';
import { completeCar } from './priced-car.ts';

/** The price of one id; rejects when it is not to be had. */
export type PriceOf = (id: string) => Promise<Big>;

/** Four lookups at once; rejects as the first that fails. */
export async function priceCar(priceOf: PriceOf, car: AwaitingPrice): Promise<RcCar> {
  const [firstWheel] = car.wheels;
  if (firstWheel === undefined) throw new Error(`car ${car.sku} has no wheels`);
  const [body, engine, remoteControl, wheel] = await Promise.all([
    priceOf(car.body.id),
    priceOf(car.engine.id),
    priceOf(car.remoteControl.id),
    priceOf(firstWheel.id),
  ]);
  return completeCar(car, { body, engine, remoteControl, wheel });
}
