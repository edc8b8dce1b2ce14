import fc from 'fast-check';
import { editDistance, nearest } from '../../../src/sql/messages/nearest.ts';

describe('nearest', () => {
  it.each<[string, string[], string | undefined]>([
    ['JION', ['OUTER', 'JOIN'], 'JOIN'],
    ['STREM', ['STREAM', 'STREAMS'], 'STREAM'],
    ['YB', ['BY'], 'BY'],
    ['IN', ['ON'], undefined],
    ['X', ['AS', 'ON'], undefined],
    ['JOIN', ['JOIN'], undefined],
    ['CUSTOMERS', ['JOIN', 'WHERE'], undefined],
    ['ADN', ['OR', 'AND'], 'AND'],
  ])('%s among %j', (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });

  it.each<[string, string, number]>([
    ['', '', 0],
    ['', 'ab', 2],
    ['ab', 'ba', 1],
    ['kitten', 'sitting', 3],
  ])('from %j to %j', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it('is as far there as back', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => editDistance(a, b) === editDistance(b, a)));
  });
});
