import { numberedNames } from '../../../../src/topics/kafka/producer/numbered-names.ts';

test('the lowest number that nobody has, so a restart finds the same names', () => {
  const names = numberedNames('me');
  const first = names.take('group');
  const second = names.take('group');
  expect([first.text, second.text, names.take('other').text]).toEqual([
    'me-group-0',
    'me-group-1',
    'me-other-0',
  ]);
  first.release();
  expect(names.take('group').text).toBe('me-group-0');
});
