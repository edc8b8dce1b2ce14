import Big from 'big.js';
import { readPriceAnswer } from '../../../src/sidecar/price-lookup/price-answer.ts';
import { toCents } from '../../../src/sidecar/pricing/money.ts';
import { priceTotal } from '../../../src/sidecar/pricing/price-total.ts';
import { completeCar, unpricedCar } from '../../../src/sidecar/pricing/priced-car.ts';
import { awaitingCar } from '../cars.ts';

const prices = (body: string, engine: string, remoteControl: string, wheel: string) => ({
  body: new Big(body),
  engine: new Big(engine),
  remoteControl: new Big(remoteControl),
  wheel: new Big(wheel),
});

test.each([
  ['0.125', '0.12'],
  ['0.135', '0.14'],
  ['0.145', '0.14'],
  ['2.675', '2.68'],
  ['1.005', '1'],
  ['1.015', '1.02'],
  ['0.12500000001', '0.13'],
  ['0', '0'],
])('%s is %s, half to even', (amount, cents) => {
  expect(toCents(new Big(amount)).toString()).toBe(cents);
});

test('the wheel counts four times, and cents add up exactly', () => {
  expect(priceTotal(prices('0.1', '0.2', '0.3', '0.1'), 4)).toBe(1);
  expect(priceTotal(prices('999.99', '0.01', '19.9', '4.35'), 4)).toBe(1037.3);
});

test('an answer is rounded before it is used: four wheels of 0.125 are 0.48', () => {
  const answer = readPriceAnswer('w', 200, Buffer.from('{"id":"w","price":0.125}'));
  const wheel = answer.ok ? answer.value : new Big(-1);
  expect(priceTotal({ ...prices('0', '0', '0', '0'), wheel }, 4)).toBe(0.48);
});

test('a priced car: every part its price, the fields in order', () => {
  const priced = completeCar(awaitingCar('7'), prices('1.1', '2.2', '3.3', '4.4'));
  expect(Object.keys(priced)).toEqual([
    'sku',
    'totalPrice',
    'body',
    'engine',
    'remoteControl',
    'wheels',
    'situation',
  ]);
  expect(priced.situation).toBe('COMPLETE');
  expect(priced.totalPrice).toBe(24.2);
  expect(priced.body?.part).toEqual({ sku: '7', partName: 'body', price: 1.1, productName: '' });
  expect(priced.engine?.part?.price).toBe(2.2);
  expect(priced.remoteControl?.part?.price).toBe(3.3);
  expect(priced.wheels.map(({ part }) => part?.price)).toEqual([4.4, 4.4, 4.4, 4.4]);
});

test('a part that came without its `part` gets one', () => {
  const car = { ...awaitingCar('7'), engine: { part: null, id: 'e' } };
  expect(completeCar(car, prices('1', '2', '3', '4')).engine?.part).toEqual({
    sku: '7',
    partName: null,
    price: 2,
    productName: '',
  });
});

test('a car that could not be priced: -1, the parts as they came', () => {
  const car = awaitingCar('7');
  expect(unpricedCar(car)).toEqual({ ...car, totalPrice: -1, situation: 'FAILED_GET_PRICE' });
});
