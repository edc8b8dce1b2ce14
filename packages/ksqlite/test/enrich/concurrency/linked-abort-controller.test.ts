import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { LinkedAbortController } from '../../../src/enrich/concurrency/linked-abort-controller.ts';

const PACKAGE = fileURLToPath(new URL('../../../', import.meta.url));

it('fires with its parent until it is released', () => {
  const parent = new LinkedAbortController();
  const held = new LinkedAbortController(parent.signal);
  const released = new LinkedAbortController(parent.signal);
  released.release();
  parent.abort();
  expect([held.signal.aborted, released.signal.aborted]).toEqual([true, false]);
});

// in a process of its own: Node warns there, not among jest's globals
it('may be linked to as often as there are slots without a warning', () => {
  const program = `
    import { LinkedAbortController } from './src/enrich/concurrency/linked-abort-controller.ts';
    const parent = new LinkedAbortController();
    for (let i = 0; i < 100; i++) new LinkedAbortController(parent.signal);
  `;
  const command = [
    '--import',
    '../../tooling/typescript/register.mjs',
    '--input-type=module',
    '--eval',
    program,
  ];
  const { status, stderr } = spawnSync(process.execPath, command, { cwd: PACKAGE, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
