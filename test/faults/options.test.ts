import { expect, test } from '@jest/globals';
import { parseFaultsOptions } from '../../faults/options.ts';

test.each([
  [[], false],
  [['--seeded-bugs'], true],
  // the older name, for scripts that use it
  [['--mutants'], true],
] as const)('%j: seeded bugs are looked for: %p', (args, looked) => {
  const options = parseFaultsOptions(args, 4711);
  expect(options).toMatchObject({ seed: 4711, seededBugs: looked });
  expect(options).not.toHaveProperty('mutants');
});
