import type Big from 'big.js';
import type { Part } from '../../contracts/parts.ts';
import type { AwaitingPrice, RcCar } from '../../contracts/rc-car.ts';
import type { CarPrices } from './car-prices.ts';
import { priceTotal } from './price-total.ts';

/** The car with a price on each part, and their sum. The order of the fields is the order of the JSON. */
export function completeCar(car: AwaitingPrice, prices: CarPrices): RcCar {
  const { sku, body, engine, remoteControl, wheels } = car;
  const pricedPart = (part: Part | null, price: Big): Part => ({
    sku: part === null ? sku : part.sku,
    partName: part?.partName ?? null,
    price: price.toNumber(),
    productName: part === null ? '' : part.productName,
  });
  return {
    sku,
    totalPrice: priceTotal(prices, wheels.length),
    body: { ...body, part: pricedPart(body.part, prices.body) },
    engine: { ...engine, part: pricedPart(engine.part, prices.engine) },
    remoteControl: { ...remoteControl, part: pricedPart(remoteControl.part, prices.remoteControl) },
    wheels: wheels.map((wheel) => ({ ...wheel, part: pricedPart(wheel.part, prices.wheel) })),
    situation: 'COMPLETE',
  };
}

/** The car that could not be priced: its parts as they came. */
export function unpricedCar({ sku, body, engine, remoteControl, wheels }: AwaitingPrice): RcCar {
  return { sku, totalPrice: -1, body, engine, remoteControl, wheels, situation: 'FAILED_GET_PRICE' };
}
