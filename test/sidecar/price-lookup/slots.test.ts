import { systemClock } from 'ksqlite/clock';
import { createSlots } from '../../../src/sidecar/price-lookup/slots.ts';

import { until } from '../cars.ts';

const never = new AbortController().signal;
const tick = (ms = 1) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const make = (count = 5) => createSlots({ count, clock: systemClock, onChange: () => {} });

test('never more at a time than there are slots', async () => {
  const slots = make();
  let running = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 300 }, () =>
      slots.run('new', never, async () => {
        most = Math.max(most, ++running);
        await tick(Math.random() * 3);
        running--;
      }),
    ),
  );
  expect(most).toBe(5);
  expect(slots.stats()).toMatchObject({ requests: 300, inFlight: 0, maxInFlight: 5 });
  expect(slots.waiting()).toBe(0);
});

test('retries go first, each kind in its order', async () => {
  const slots = make(1);
  const order: string[] = [];
  const job = (name: string) => async () => {
    order.push(name);
    await tick();
  };
  await Promise.all([
    slots.run('new', never, job('n1')),
    slots.run('new', never, job('n2')),
    slots.run('retry', never, job('r1')),
    slots.run('retry', never, job('r2')),
  ]);
  expect(order).toEqual(['r1', 'r2', 'n1', 'n2']);
});

test('what is called off while it waits leaves the queue at once', async () => {
  const slots = make(1);
  let free = () => {};
  const holding = slots.run('new', never, () => new Promise<void>((resolve) => (free = resolve)));
  await until(() => slots.stats().inFlight === 1);
  const abort = new AbortController();
  const dropped = slots.run('new', abort.signal, async () => 'ran');
  expect(slots.waiting()).toBe(1);
  abort.abort();
  expect(await dropped).toBeUndefined();
  expect(slots.waiting()).toBe(0);
  free();
  await holding;
  expect(await slots.run('new', abort.signal, async () => 'ran')).toBeUndefined();
});

test('a job that throws frees its slot', async () => {
  const slots = make(1);
  const thrown = slots.run('new', never, () => Promise.reject(new Error('x')));
  await expect(thrown).rejects.toThrow('x');
  expect(await slots.run('new', never, async () => 'ran')).toBe('ran');
});

test('no idle time between jobs while others wait', async () => {
  const slots = make();
  const start = performance.now();
  await Promise.all(Array.from({ length: 500 }, () => slots.run('new', never, () => tick(5))));
  expect(slots.stats().busyMs / (5 * (performance.now() - start))).toBeGreaterThan(0.9);
});
