import { getMaxListeners } from 'node:events';
import { childAbort } from '../../src/sidecar/child-abort.ts';

it('fires with its parent until it is released', () => {
  const parent = childAbort();
  const held = childAbort(parent.signal);
  const released = childAbort(parent.signal);
  released.release();
  parent.abort();
  expect([held.signal.aborted, released.signal.aborted]).toEqual([true, false]);
});

it('may have as many children as there are slots without a warning', () => {
  expect(getMaxListeners(childAbort().signal)).toBe(0);
});
