import { setImmediate as nextTurn } from 'node:timers/promises';
import { childAbort } from '../../src/sidecar/child-abort.ts';

it('fires with its parent until it is released', () => {
  const parent = childAbort();
  const held = childAbort(parent.signal);
  const released = childAbort(parent.signal);
  released.release();
  parent.abort();
  expect([held.signal.aborted, released.signal.aborted]).toEqual([true, false]);
});

it('warns of nothing with as many children as there may be slots', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  const parent = childAbort();
  const children = Array.from({ length: 100 }, () => childAbort(parent.signal));
  await nextTurn();
  await nextTurn();
  process.off('warning', note);
  for (const child of children) child.release();
  expect(warnings).toEqual([]);
});
