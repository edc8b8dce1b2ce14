import Big from 'big.js';
import { type Attempt, failedAttempt } from '../../../src/sidecar/price-lookup/attempt.ts';
import { priceCar } from '../../../src/sidecar/pricing/price-car.ts';
import { awaitingCar, lookedUpIds } from '../cars.ts';

const car = awaitingCar('7');
const good: Attempt = { ok: true, price: new Big(1) };
const whenAborted = (signal: AbortSignal) =>
  new Promise<Attempt>((resolve) =>
    signal.addEventListener('abort', () => resolve(failedAttempt('dropped'))),
  );

test('four lookups: body, engine, remote control and the first wheel', async () => {
  const ids: string[] = [];
  const priced = await priceCar(
    async (id) => {
      ids.push(id);
      return good;
    },
    car,
    new AbortController().signal,
  );
  expect(ids).toEqual(lookedUpIds(car));
  expect(priced).toMatchObject({ situation: 'COMPLETE', totalPrice: 7 });
});

test.each(lookedUpIds(car))('when %s has failed the others are called off', async (bad) => {
  const aborted: string[] = [];
  const priced = await priceCar(
    async (id, signal) => {
      if (id === bad) return failedAttempt('500');
      const result = await whenAborted(signal);
      aborted.push(id);
      return result;
    },
    car,
    new AbortController().signal,
  );
  expect(aborted).toHaveLength(3);
  expect(priced).toEqual({ ...car, totalPrice: -1, situation: 'FAILED_GET_PRICE' });
});

test('called off, it is neither priced nor failed', async () => {
  const abort = new AbortController();
  const pricing = priceCar((_, signal) => whenAborted(signal), car, abort.signal);
  abort.abort();
  expect(await pricing).toBeUndefined();
});
