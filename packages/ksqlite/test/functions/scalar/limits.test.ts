import { STRING } from '../../../src/types/sql-type.ts';
import { callScalar, given } from '../support.ts';

test('an expression that would make too much fails, for its record alone', () => {
  const int = (value: number) => given({ kind: 'INTEGER' }, value);
  expect(() => callScalar('GENERATE_SERIES', [int(1), int(100_000_000)])).toThrow('at most 1000000');
  expect(callScalar('GENERATE_SERIES', [int(1), int(3)])).toEqual([1, 2, 3]);
  for (const name of ['LPAD', 'RPAD']) {
    const args = [given(STRING, 'a'), int(1_000_000_000), given(STRING, 'x')];
    expect(() => callScalar(name, args)).toThrow('at most');
  }
});
