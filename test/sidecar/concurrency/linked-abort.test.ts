import { spawnSync } from 'node:child_process';
import { childAbort } from '../../../src/sidecar/concurrency/linked-abort.ts';
import { PROJECT } from '../../support/line-process.ts';

it('fires with its parent until it is released', () => {
  const parent = childAbort();
  const held = childAbort(parent.signal);
  const released = childAbort(parent.signal);
  released.release();
  parent.abort();
  expect([held.signal.aborted, released.signal.aborted]).toEqual([true, false]);
});

// in a process of its own: Node warns there, not among jest's globals
it('may have as many children as there are slots without a warning', () => {
  const program = `
    import { childAbort } from '../src/sidecar/concurrency/linked-abort.ts';
    const parent = childAbort();
    for (let i = 0; i < 100; i++) childAbort(parent.signal);
  `;
  const command = ['--import', 'tsx', '--input-type=module', '--eval', program];
  const { status, stderr } = spawnSync(process.execPath, command, { cwd: PROJECT, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
