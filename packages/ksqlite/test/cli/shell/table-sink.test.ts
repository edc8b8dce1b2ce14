import { colorsFor } from '../../../src/cli/shell/colors.ts';
import { tableSink } from '../../../src/cli/shell/output/table-sink.ts';
import type { Clock } from '../../../src/clock/clock.ts';

const COLUMNS = [
  { name: 'NAME', type: 'STRING' },
  { name: 'N', type: 'BIGINT' },
];

function sinkOf(width = 80) {
  const shown: string[] = [];
  const timers: (() => void)[] = [];
  const clock: Clock = {
    now: () => 0,
    after: (_, then) => {
      timers.push(then);
      return () => undefined;
    },
  };
  const sink = tableSink(COLUMNS, {
    lines: (texts) => shown.push(...texts),
    page: { width, colors: colorsFor(false) },
    clock,
  });
  const passTime = (): void => {
    for (const then of timers.splice(0)) then();
  };
  return { sink, shown, passTime };
}

test('the first rows are held back for a moment: they give the columns their width', () => {
  const { sink, shown, passTime } = sinkOf();
  sink.row(['a', 1]);
  sink.row(['a longer one', 1000]);
  expect(shown).toEqual([]);
  passTime();
  expect(shown).toEqual([
    'NAME         |    N',
    '-------------+-----',
    'a            |    1',
    'a longer one | 1000',
  ]);
  sink.row(['longer than all before', 5]);
  expect(shown.slice(4)).toEqual(['longer than  |    5', 'all before   |']);
  sink.end('stopped');
  expect(shown.at(-2)).toBe('(3 rows, stopped)');
});

test('many rows are not held back', () => {
  const { sink, shown } = sinkOf();
  for (let at = 0; at < 200; at++) sink.row(['x', at]);
  expect(shown).toHaveLength(202);
});

test('no row: the head, and that there is none', () => {
  const { sink, shown } = sinkOf();
  sink.end();
  expect(shown).toEqual(['NAME | N', '-----+--', '(0 rows)', '']);
});

test('a terminal too narrow for columns: a line a cell', () => {
  const { sink, shown } = sinkOf(10);
  sink.row(['some name', 1]);
  sink.row(['b', 2]);
  sink.end();
  expect(shown.filter((line) => line.startsWith('-['))).toHaveLength(2);
  expect(shown.at(-2)).toBe('(2 rows)');
});
