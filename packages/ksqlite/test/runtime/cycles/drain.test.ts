import fc from 'fast-check';
import type { LogRecord } from '../../../src/log/topics/log-record.ts';
import { logRecord } from '../../../src/log/topics/log-record.ts';
import { PartitionLog } from '../../../src/log/topics/partition-log.ts';
import { MEMORY_LIMITS } from '../../../src/memory-limits.ts';
import type { Source } from '../../../src/metastore/source.ts';
import { Cursor } from '../../../src/runtime/cursor.ts';
import { drain } from '../../../src/runtime/cycles/drain.ts';
import { frontier } from '../../../src/runtime/cycles/frontier.ts';
import { streamRecord } from '../../../src/runtime/stream-record.ts';
import { Task } from '../../../src/runtime/task.ts';

const notWritten = (): never => {
  throw new Error('nothing was written to a disk');
};
const noDisk = { read: notWritten, find: notWritten, markDurable: notWritten };
const ALL = { frontier: Number.POSITIVE_INFINITY };
/** Its records are decoded already. */
const source = {} as Source;

/** A partition that holds records of the given times. */
function partition(name: string, times: readonly number[]): PartitionLog {
  const log = new PartitionLog(name, 0, noDisk, MEMORY_LIMITS);
  // for who is behind, records are kept decoded
  const behind = { position: 0 };
  log.cursors.push(behind);
  times.forEach((ts, offset) => {
    const record: LogRecord = logRecord(offset, ts, null, `${offset}`);
    record.decodedBy = source;
    record.decoded = streamRecord(ts, 0, offset, [], false);
    log.append(record);
  });
  log.cursors.splice(log.cursors.indexOf(behind), 1);
  return log;
}

/** Tasks over inputs of the given times, and what they process, in order: task, input, offset. */
function tasksOver(times: readonly (readonly (readonly number[])[])[]) {
  const seen: string[] = [];
  const logs = times.map((inputs, t) => inputs.map((own, i) => partition(`${t}.${i}`, own)));
  const tasks = logs.map(
    (inputs, t) =>
      new Task(
        inputs.map((log) => new Cursor(log, source, 0, () => undefined)),
        {
          inputs: inputs.map((_, input) => (record) => seen.push(`${t} ${input} ${record.offset}`)),
          operators: [],
        },
      ),
  );
  return { tasks, seen, logs: logs.flat() };
}

/** Always the oldest of all heads; the first task when there are several. No task has two inputs with one. */
function merged(times: readonly (readonly (readonly number[])[])[]): string[] {
  const all = times.flatMap((inputs, t) => inputs.map((own, i) => ({ t, i, own, at: 0 })));
  const seen: string[] = [];
  for (;;) {
    const left = all.filter(({ own, at }) => at < own.length);
    const oldest = Math.min(...left.map(({ own, at }) => own[at]!));
    const next = left.find(({ own, at }) => own[at] === oldest);
    if (next === undefined) return seen;
    seen.push(`${next.t} ${next.i} ${next.at}`);
    next.at++;
  }
}

const times = fc.array(fc.array(fc.array(fc.nat(8), { maxLength: 8 }), { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 4,
});

/** Times that no two inputs of a task share; tasks do. What a task does with equals is its own affair. */
const apart = times.map((all) =>
  all.map((inputs) => inputs.map((own, i) => own.map((ts) => ts * inputs.length + i))),
);

describe('drain', () => {
  it('merges all tasks’ inputs by time; the first of equals goes first', () => {
    fc.assert(
      fc.property(apart, (inputs) => {
        const { tasks, seen } = tasksOver(inputs);
        expect(drain(tasks, ALL)).toBe(seen.length);
        expect(seen).toEqual(merged(inputs));
      }),
      { numRuns: 500 },
    );
  });

  it('stops where the next record is later than the frontier, not before', () => {
    const { tasks, seen } = tasksOver([[[1, 5, 2]], [[3, 4]]]);
    expect(drain(tasks, { frontier: 0 })).toBe(0);
    expect(drain(tasks, { frontier: 3 })).toBe(2);
    expect(seen).toEqual(['0 0 0', '1 0 0']);
    // what is late stands behind a record that is not due
    expect(drain(tasks, { frontier: 4 })).toBe(1);
    expect(drain(tasks, { frontier: 5 })).toBe(2);
  });

  it('gives the same in pieces as in one go', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 12 }), (inputs, budget) => {
        const { tasks, seen, logs } = tasksOver(inputs);
        for (let cycles = 0; cycles < 200; cycles++) drain(tasks, { frontier: frontier(logs, budget) });
        const once = tasksOver(inputs);
        drain(once.tasks, ALL);
        expect(seen).toEqual(once.seen);
      }),
      { numRuns: 500 },
    );
  });
});

describe('frontier', () => {
  const behind = (lists: readonly (readonly number[])[]): PartitionLog[] => tasksOver([lists]).logs;

  it('is endless when all fits the budget', () => {
    expect(frontier(behind([[1, 2], [3]]), 3)).toBe(Number.POSITIVE_INFINITY);
    expect(frontier([], 1)).toBe(Number.POSITIVE_INFINITY);
    expect(frontier([partition('unread', [1, 2, 3])], 1)).toBe(Number.POSITIVE_INFINITY);
  });

  it('gives each partition its share, and so goes through all of them in order of time', () => {
    expect(
      frontier(
        behind([
          [1, 2, 3, 4],
          [10, 20, 30, 40],
        ]),
        4,
      ),
    ).toBe(3);
    expect(
      frontier(
        behind([
          [1, 2, 3, 4],
          [2, 3, 30, 40],
        ]),
        4,
      ),
    ).toBe(3);
    expect(frontier(behind([[1, 2, 3, 4, 5, 6]]), 4)).toBe(5);
  });

  it('always lets the oldest head through', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(50), { minLength: 1 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        (lists, budget) => {
          const limit = frontier(behind(lists), budget);
          expect(limit).toBeGreaterThanOrEqual(Math.min(...lists.map((list) => list[0]!)));
        },
      ),
      { numRuns: 200 },
    );
  });
});
