import fc from 'fast-check';
import { Slots } from '../../../src/enrich/requests/slots.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';

const never = new AbortController().signal;
const make = (count = 5) => new Slots({ count, clock: fakeClock(), onChange: () => {} });

/** Jobs that end when they are told to, in the order in which they began. */
function heldJobs() {
  const ends: (() => void)[] = [];
  return {
    job: () => new Promise<void>((resolve) => ends.push(resolve)),
    begun: () => ends.length,
    end: (index: number) => ends[index]?.(),
  };
}

/** Every promise that is due has its turn, and no timer has. */
async function promisesOnly(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

test('never more at a time than there are slots, whichever ends first', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { minLength: 60, maxLength: 60 }), async (choices) => {
      const slots = make();
      const running = new Set<() => void>();
      let most = 0;
      const job = () =>
        new Promise<void>((resolve) => {
          const end = () => {
            running.delete(end);
            resolve();
          };
          running.add(end);
          most = Math.max(most, running.size);
        });
      const all = Promise.all(choices.map(() => slots.run('new', never, job)));
      for (const choice of choices) {
        await until(() => running.size > 0);
        [...running][choice % running.size]?.();
      }
      await all;
      expect(most).toBeLessThanOrEqual(5);
      expect(slots.stats()).toMatchObject({ requests: choices.length, inFlight: 0, maxInFlight: most });
      expect(slots.waiting()).toBe(0);
    }),
    { numRuns: 10 },
  ));

test('retries go first, each kind in its order', async () => {
  const slots = make(1);
  const order: string[] = [];
  const job = (name: string) => async () => {
    order.push(name);
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
  const { job, end } = heldJobs();
  const holding = slots.run('new', never, job);
  await until(() => slots.stats().inFlight === 1);
  const abort = new AbortController();
  const dropped = slots.run('new', abort.signal, async () => 'ran');
  expect(slots.waiting()).toBe(1);
  abort.abort();
  expect(await dropped).toBeUndefined();
  expect(slots.waiting()).toBe(0);
  end(0);
  await holding;
  expect(await slots.run('new', abort.signal, async () => 'ran')).toBeUndefined();
});

test('a job that throws frees its slot', async () => {
  const slots = make(1);
  const thrown = slots.run('new', never, () => Promise.reject(new Error('x')));
  await expect(thrown).rejects.toThrow('x');
  expect(await slots.run('new', never, async () => 'ran')).toBe('ran');
});

test('a slot whose job has ended takes the next one without a timer in between', async () => {
  const slots = make();
  const { job, begun, end } = heldJobs();
  const all = Promise.all(Array.from({ length: 100 }, () => slots.run('new', never, job)));
  await until(() => begun() === 5);
  for (let ended = 0; ended < 95; ended++) {
    end(ended);
    await promisesOnly();
    expect(begun()).toBe(ended + 6);
  }
  for (let ended = 95; ended < 100; ended++) end(ended);
  await all;
});

test('counts the time in which jobs are in the slots', async () => {
  const clock = fakeClock(1_000);
  const slots = new Slots({ count: 2, clock, onChange: () => {} });
  const { job, begun, end } = heldJobs();
  const both = [slots.run('new', never, job), slots.run('new', never, job)];
  await until(() => begun() === 2);
  await clock.advance(30);
  expect(slots.stats()).toMatchObject({ busyMs: 60, firstRequestAt: 1_000, lastResponseAt: undefined });
  end(0);
  await both[0];
  await clock.advance(10);
  end(1);
  await both[1];
  expect(slots.stats()).toMatchObject({ busyMs: 70, inFlight: 0, lastResponseAt: 1_040 });
});
