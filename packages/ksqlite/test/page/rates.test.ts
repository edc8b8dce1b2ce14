import type { PageTopology } from '../../page/src/api/answers.ts';
import { inputKey, ratesBetween, type Sample, sampleBefore } from '../../page/src/live/rates.ts';
import { liveQuery, liveTopic, topologyOf } from './topologies.ts';

const at = (ms: number, topology: PageTopology): Sample => ({ at: ms, topology });
const counted = (written: number, read: number, recordsOut: number): PageTopology =>
  topologyOf(
    [liveTopic('a', { written })],
    [liveQuery('Q', 'a', 'b', { recordsOut, inputs: [{ topic: 'a', read, unread: 0, behindMs: 0 }] })],
  );

it('gives what came in between, per second', () => {
  const rates = ratesBetween(at(0, counted(10, 8, 4)), at(2_000, counted(30, 18, 5)));
  expect(rates.topics.get('a')).toBe(10);
  expect(rates.inputs.get(inputKey('Q', 'a'))).toBe(5);
  expect(rates.outputs.get('Q')).toBe(0.5);
});

it('gives none for counters that began again, for what is new, and for no time', () => {
  const [many, few] = [counted(100, 100, 100), counted(1, 1, 1)];
  expect(ratesBetween(at(0, many), at(1_000, few)).topics.get('a')).toBe(0);
  expect(ratesBetween(at(0, topologyOf([], [])), at(1_000, few)).topics.get('a')).toBe(0);
  expect(ratesBetween(at(5, few), at(5, many)).topics.size).toBe(0);
});

it('compares with the newest sample that is old enough, else with the oldest', () => {
  const samples = [0, 1_000, 2_000, 3_000].map((ms) => at(ms, counted(0, 0, 0)));
  expect(sampleBefore(samples, 1_900)?.at).toBe(1_000);
  expect(sampleBefore(samples, 60_000)?.at).toBe(0);
  expect(sampleBefore([], 1)).toBeUndefined();
});
