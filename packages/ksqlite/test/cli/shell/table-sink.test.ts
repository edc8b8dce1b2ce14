import { colorsFor } from '../../../src/cli/shell/colors.ts';
import { tableSink } from '../../../src/cli/shell/output/table-sink.ts';
import type { Clock } from '../../../src/clock/clock.ts';

const COLUMNS = [
  { name: 'NAME', type: 'STRING' },
  { name: 'N', type: 'BIGINT' },
];

function sinkOf(width = 80) {
  const shown: string[] = [];
  const terminal = { width };
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
    page: () => ({ width: terminal.width, colors: colorsFor(false) }),
    clock,
  });
  const passTime = (): void => {
    for (const then of timers.splice(0)) then();
  };
  return { sink, shown, passTime, terminal };
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
  sink.row(['as long as before', 2000]);
  expect(shown.slice(4)).toEqual([
    'NAME                   |    N',
    '-----------------------+-----',
    'longer than all before |    5',
    'as long as before      | 2000',
  ]);
  sink.end('stopped');
  expect(shown.at(-2)).toBe('(4 rows, stopped)');
});

test('columns grow as far as there is room; the rest is folded', () => {
  const { sink, shown, passTime } = sinkOf(20);
  sink.row(['a', 1]);
  passTime();
  sink.row(['longer than the terminal', 2]);
  sink.row(['another one, and longer', 3]);
  expect(shown.slice(3)).toEqual([
    'NAME             | N',
    '-----------------+--',
    'longer than the  | 2',
    'terminal         |',
    'another one, and | 3',
    ' longer          |',
  ]);
});

test('in a pipe the names come once, whatever comes', () => {
  const { sink, shown, passTime } = sinkOf(Number.POSITIVE_INFINITY);
  sink.row(['a', 1]);
  passTime();
  sink.row(['longer than all before', 2]);
  expect(shown).toEqual(['NAME | N', '-----+--', 'a    | 1', 'longer than all before | 2']);
});

test('a terminal that is resized while rows come', () => {
  const { sink, shown, passTime, terminal } = sinkOf();
  sink.row(['longer than ten', 1]);
  passTime();
  terminal.width = 14;
  sink.row(['b', 2]);
  expect(shown.slice(3)).toEqual(['NAME       | N', '-----------+--', 'b          | 2']);
  terminal.width = 6;
  sink.row(['c', 3]);
  expect(shown.at(-3)).toMatch(/^-\[ 3 ]/);
  terminal.width = 80;
  sink.row(['d', 4]);
  expect(shown.at(-1)).toBe('d               | 4');
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
