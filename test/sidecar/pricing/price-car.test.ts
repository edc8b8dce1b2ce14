import Big from 'big.js';
import { priceCar } from '../../../src/sidecar/pricing/price-car.ts';
import { awaitingCar, lookedUpIds } from '../cars.ts';

const car = awaitingCar('7');

test('four lookups: body, engine, remote control and the first wheel', async () => {
  const ids: string[] = [];
  const priced = await priceCar(async (id) => {
    ids.push(id);
    return new Big(1);
  }, car);
  expect(ids).toEqual(lookedUpIds(car));
  expect(priced).toMatchObject({ situation: 'COMPLETE', totalPrice: 7 });
});

test.each(lookedUpIds(car))('when %s has failed it waits for no other', async (bad) => {
  const priced = priceCar((id) => {
    if (id === bad) return Promise.reject(new Error('no price'));
    return new Promise(() => undefined);
  }, car);
  await expect(priced).rejects.toThrow('no price');
});
