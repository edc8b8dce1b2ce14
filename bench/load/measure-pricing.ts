import type { Clock } from 'ksqlite/clock';
import { sleep } from 'ksqlite/clock';
import type { OutgoingRecord, Topics } from 'ksqlite/topics';
import type { AwaitingPrice } from '../../src/contracts/rc-car.ts';
import { TOPICS } from '../../src/contracts/topic-names.ts';
import { startPriceApiThread } from '../../src/price-api/thread/price-api-thread.ts';
import { type Sidecar, startSidecar } from '../../src/sidecar/sidecar.ts';
import type { SidecarStats } from '../../src/sidecar/sidecar-stats.ts';
import type { Figures } from '../results/figures.ts';

const LOOKUPS_A_CAR = 4;
/** More cars wait than can be priced: the slots are never short of work. */
const RESERVE = 1.3;
/** An answer takes at least so long on top of the API's delay. ms */
const LEAST_MS = 0.5;
const BATCH = 1_000;
const SETTLE_MS = 1_000;

export interface PricingOptions {
  readonly topics: Topics;
  readonly slots: number;
  readonly delayMs: { readonly min: number; readonly max: number };
  /** how long it is measured, after a second that does not count */
  readonly seconds: number;
  readonly clock: Clock;
  readonly say: (text: string) => void;
}

/** How busy are the sidecar's slots over a steady stretch, with more cars waiting than it can price in it? */
export async function measurePricing(options: PricingOptions): Promise<Figures> {
  const { topics, slots, delayMs, seconds, clock, say } = options;
  const meanMs = (delayMs.min + delayMs.max) / 2;
  const never = new AbortController().signal;
  const mostLookups = (slots * (seconds * 1_000 + SETTLE_MS)) / Math.max(LEAST_MS, meanMs);
  const cars = Math.ceil((mostLookups * RESERVE) / LOOKUPS_A_CAR) + 2 * slots;
  say(`${cars.toLocaleString('en')} cars wait for ${slots} slots`);
  for (let from = 0; from < cars; from += BATCH)
    await topics.produce(
      Array.from({ length: Math.min(BATCH, cars - from) }, (_, i) => waitingCar(`car-bench-${from + i}`)),
    );
  const api = await startPriceApiThread({ port: 0, delayMs });
  const sidecar = startSidecar({ topics, priceUrl: api.url, config: { slots }, clock });
  try {
    while (sidecar.stats().maxInFlight < slots) await sleep(clock, 5, never);
    await sleep(clock, SETTLE_MS, never);
    const before = look(sidecar, clock);
    await sleep(clock, seconds * 1_000, never);
    const after = look(sidecar, clock);
    if (after.inFlight === 0) throw new Error(`${cars} cars were too few for ${slots} slots`);
    const elapsedMs = after.at - before.at;
    const lookups = after.requests - before.requests;
    return {
      utilisation: (after.busyMs - before.busyMs) / (slots * elapsedMs),
      lookupsPerSecond: (lookups * 1_000) / elapsedMs,
      ...(meanMs === 0 ? {} : { ofDelayLimit: (lookups * meanMs) / (slots * elapsedMs) }),
      carsPerSecond: ((after.priced - before.priced) * 1_000) / elapsedMs,
    };
  } finally {
    await sidecar.stop();
    await api.close();
  }
}

const look = (sidecar: Sidecar, clock: Clock): SidecarStats & { readonly at: number } => ({
  ...sidecar.stats(),
  at: clock.now(),
});

function waitingCar(sku: string): OutgoingRecord {
  const part = (partName: string) => ({ sku, partName, price: 0, productName: '' });
  const car: AwaitingPrice = {
    sku,
    totalPrice: 0,
    body: { part: part('body'), id: `${sku}/BODY`, color: 'red', material: 'tin', weight: 1.5 },
    engine: { part: part('engine'), id: `${sku}/ENGINE` },
    remoteControl: { part: part('remote-control'), id: `${sku}/REMOTE_CONTROL`, channelFrequency: 'RF_27' },
    wheels: (['FRONT_LEFT', 'FRONT_RIGHT', 'REAR_LEFT', 'REAR_RIGHT'] as const).map((placement) => ({
      part: part('wheel'),
      id: `${sku}/${placement}`,
      placement,
    })),
    situation: 'AWAITING_PRICE',
  };
  return { topic: TOPICS.awaitingPrice, key: sku, value: JSON.stringify(car) };
}
