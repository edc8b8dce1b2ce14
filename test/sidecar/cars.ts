import type { OutgoingRecord, Topics } from 'ksqlite/topics';
import { type AwaitingPrice, awaitingPriceSchema } from '../../src/contracts/rc-car.ts';
import { PARTITIONS, TOPICS } from '../../src/contracts/topic-names.ts';

export { readAll } from '../../packages/ksqlite/test/support/read-all.ts';
export { until } from '../../packages/ksqlite/test/support/until.ts';

const part = (sku: string, partName: string) => ({ sku, partName, price: 0, productName: '' });

export function awaitingCar(sku: string): AwaitingPrice {
  return {
    sku,
    totalPrice: 0,
    body: { part: part(sku, 'body'), id: `${sku}-body`, color: 'red', material: 'tin', weight: 1.5 },
    engine: { part: part(sku, 'engine'), id: `${sku}-engine` },
    remoteControl: { part: part(sku, 'rc'), id: `${sku}-rc`, channelFrequency: 'RF_27' },
    wheels: (['FRONT_LEFT', 'FRONT_RIGHT', 'REAR_LEFT', 'REAR_RIGHT'] as const).map((placement) => ({
      part: part(sku, 'wheel'),
      id: `${sku}-wheel-${placement}`,
      placement,
    })),
    situation: 'AWAITING_PRICE',
  };
}

export const lookedUpIds = (car: AwaitingPrice): readonly string[] => [
  car.body.id,
  car.engine.id,
  car.remoteControl.id,
  car.wheels[0]!.id,
];

export const awaitingRecord = (sku: string): OutgoingRecord => ({
  topic: TOPICS.awaitingPrice,
  key: sku,
  value: JSON.stringify(awaitingPriceSchema.parse(awaitingCar(sku))),
  timestamp: 1_700_000_000_000 + sku.length,
});

export const skus = (count: number, prefix = 'car'): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}-${i}`);

export const createTopics = (topics: Topics): Promise<void> =>
  topics.create(Object.values(TOPICS).map((name) => ({ name, partitions: PARTITIONS })));
