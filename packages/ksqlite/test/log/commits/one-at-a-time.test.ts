import { oneAtATime } from '../../../src/log/commits/one-at-a-time.ts';

/** An action that runs until it is told to end, and how often it began. */
function heldAction() {
  const ends: { readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = [];
  let begun = 0;
  return {
    begun: () => begun,
    action: (): Promise<void> => {
      begun++;
      return new Promise((resolve, reject) => ends.push({ resolve, reject }));
    },
    end: (at: number) => ends[at]!.resolve(),
    fail: (at: number, error: Error) => ends[at]!.reject(error),
  };
}
const turn = () => new Promise(setImmediate);

test('begins at once when nothing is under way', async () => {
  const { action, begun, end } = heldAction();
  const runs = oneAtATime(action);
  const first = runs.run();
  expect(begun()).toBe(1);
  end(0);
  await first;
  void runs.run();
  expect(begun()).toBe(2);
});

test('all who ask while one is under way share the next', async () => {
  const { action, begun, end } = heldAction();
  const runs = oneAtATime(action);
  void runs.run();
  const asked = [runs.run(), runs.run(), runs.run()];
  await turn();
  expect(begun()).toBe(1);
  end(0);
  await turn();
  expect(begun()).toBe(2);
  const later = runs.run();
  end(1);
  await Promise.all(asked);
  await turn();
  expect(begun()).toBe(3);
  end(2);
  await later;
});

test('after one that failed none begins', async () => {
  const { action, begun, fail } = heldAction();
  const runs = oneAtATime(action);
  const first = runs.run();
  const second = runs.run();
  const error = new Error('disk full');
  fail(0, error);
  await expect(first).rejects.toBe(error);
  await expect(second).rejects.toBe(error);
  await expect(runs.run()).rejects.toBe(error);
  expect(begun()).toBe(1);
  await runs.idle();
});

test('is idle when what was asked for is done', async () => {
  const { action, end } = heldAction();
  const runs = oneAtATime(action);
  await runs.idle();
  void runs.run();
  void runs.run();
  let idle = false;
  const waiting = runs.idle().then(() => {
    idle = true;
  });
  await turn();
  end(0);
  await turn();
  expect(idle).toBe(false);
  end(1);
  await waiting;
});
