import { flagsOf, startFlags } from '../../../bench/processes/start-flags.ts';

test('the flags between node and the file', () => {
  expect(flagsOf('node --import tsx --max-semi-space-size=32 src/line/main.ts')).toEqual([
    '--import',
    'tsx',
    '--max-semi-space-size=32',
  ]);
  expect(flagsOf('node src/main.mjs')).toEqual([]);
});

test.each(['', 'tsx src/main.ts', 'node --import tsx', 'FLAG=1 node main.ts', 'node a.ts && node b.ts'])(
  '%j is more than that',
  (script) => {
    expect(flagsOf(script)).toBeUndefined();
  },
);

test('reads package.json', () => {
  expect(Array.isArray(startFlags())).toBe(true);
});
