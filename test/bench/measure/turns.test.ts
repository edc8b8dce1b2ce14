import { watchTurns } from '../../../bench/measure/turns.ts';

test('a turn is as long as the CPU time that it had, and counts once', () => {
  let now = 0;
  let cpu = 0;
  const turns = watchTurns({ now: () => now, cpu: () => cpu });
  now = 1_000; // another process had the machine
  cpu = 80;
  expect(turns()).toEqual({ longestMs: 80, long: 1 });
  now = 1_010; // several threads of this one
  cpu = 100;
  expect(turns()).toEqual({ longestMs: 10, long: 0 });
});
