import fc from 'fast-check';
import type { LogRecord } from '../../src/log/topics/log-record.ts';
import { logRecord } from '../../src/log/topics/log-record.ts';
import type { Source } from '../../src/metastore/source.ts';
import { OperatorMetrics } from '../../src/operators/operator-metrics.ts';
import { Cursor, type ReadablePartition } from '../../src/runtime/cursor.ts';
import { type StreamRecord, streamRecord } from '../../src/runtime/stream-record.ts';
import { Task } from '../../src/runtime/task.ts';

/** Its records are decoded already. */
const source = {} as Source;

function partition(topic: string, times: readonly number[]): ReadablePartition {
  const records = times.map((ts, offset): LogRecord => {
    const record: LogRecord = logRecord(offset, ts, null, `${offset}`);
    record.decodedBy = source;
    record.decoded = streamRecord(ts, 0, offset, [], false);
    return record;
  });
  const get = (offset: number): LogRecord => records[offset]!;
  return { topic, partition: 0, keptFrom: 0, logEndOffset: records.length, get, load: get, cursors: [] };
}

interface Committed {
  readonly offset: number;
  readonly metadata: string;
}

/** A task over inputs that continues from what was committed, and what it takes. */
function taskOver(
  inputs: readonly ReadablePartition[],
  from: readonly Committed[],
  taken: string[],
  failsAt = Number.POSITIVE_INFINITY,
) {
  let steps = 0;
  const cursors = inputs.map(
    (input, i) => new Cursor(input as never, source, from[i]?.offset ?? 0, () => undefined),
  );
  const task = new Task(
    cursors,
    {
      inputs: inputs.map(({ topic }) => (record) => {
        if (steps++ === failsAt) throw new Error('a defect');
        taken.push(`${topic} ${record.offset}`);
      }),
      operators: [],
    },
    from.map(({ metadata }) => metadata),
  );
  /** As a sub-topology commits: the metadata goes with the cursors that have moved. */
  const commit = (before: readonly Committed[]): readonly Committed[] =>
    cursors.map(({ position }, i) =>
      position === before[i]?.offset ? before[i]! : { offset: position, metadata: task.metadata() },
    );
  return { task, commit };
}

const NEW: Committed = { offset: 0, metadata: '' };

/** Takes everything, and is killed and started again behind each of the given numbers of steps. */
function takenIn(times: readonly (readonly number[])[], lives: readonly number[]): readonly string[] {
  const taken: string[] = [];
  const inputs = times.map((own, i) => partition(`t${i}`, own));
  let committed: readonly Committed[] = times.map(() => NEW);
  for (const steps of [...lives, Number.POSITIVE_INFINITY]) {
    const { task, commit } = taskOver(inputs, committed, taken);
    for (let i = 0; i < steps && task.peek() !== Number.POSITIVE_INFINITY; i++) task.step();
    task.peek();
    committed = commit(committed);
  }
  return taken;
}

it('takes equals after a restart in the order in which it would have without one', () => {
  // after the first of t0 both heads are 5, and t0 has just had its turn
  const times = [
    [5, 5, 5],
    [5, 5, 5],
  ];
  const whole = takenIn(times, []);
  expect(whole).toHaveLength(6);
  for (let steps = 1; steps < 6; steps++) expect(takenIn(times, [steps])).toEqual(whole);
});

it('takes the same, whenever it is killed, however many inputs tie', () => {
  const ascending = fc
    .array(fc.integer({ min: 0, max: 3 }), { maxLength: 8 })
    .map((own) => own.sort((a, b) => a - b));
  const inputs = fc.array(ascending, { minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(inputs, fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 6 }), (times, lives) => {
      expect(takenIn(times, lives)).toEqual(takenIn(times, []));
    }),
    { numRuns: 500 },
  );
});

it('takes the same when an operator fails and the task is started again from there', () => {
  const inputs = fc.array(
    fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 8 }).map((own) => own.sort((a, b) => a - b)),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(inputs, fc.array(fc.nat(5), { maxLength: 6 }), (times, failures) => {
      const taken: string[] = [];
      const partitions = times.map((own, i) => partition(`t${i}`, own));
      let committed: readonly Committed[] = times.map(() => NEW);
      for (const failsAt of [...failures, Number.POSITIVE_INFINITY]) {
        const { task, commit } = taskOver(partitions, committed, taken, failsAt);
        try {
          while (task.peek() !== Number.POSITIVE_INFINITY) task.step();
        } catch {
          expect(task.failedAt).toBeDefined();
        }
        committed = commit(committed);
      }
      expect(taken).toEqual(takenIn(times, []));
    }),
    { numRuns: 500 },
  );
});

describe('a task whose operators settle', () => {
  /** Two inputs, an operator that settles, and everything in the order in which it happened. */
  function settling(fail: { receive?: number; settle?: true }) {
    const happened: string[] = [];
    const inputs = [partition('a', [1, 3]), partition('b', [2])];
    const cursors = inputs.map((input) => new Cursor(input as never, source, 0, () => undefined));
    const receive = (topic: string) => (record: StreamRecord) => {
      if (record.ts === fail.receive) throw new Error('a defect');
      happened.push(`${topic} ${record.offset}`);
    };
    const operator = {
      metrics: new OperatorMetrics('join'),
      advance: () => undefined,
      settle: () => {
        if (fail.settle) throw new Error('a defect');
        happened.push('settled');
      },
    };
    const boundary = { begin: () => happened.push('begun'), undo: () => happened.push('undone') };
    const graph = { inputs: [receive('a'), receive('b')], operators: [operator] };
    const task = new Task(cursors, graph, [], undefined, boundary);
    while (task.peek() !== Number.POSITIVE_INFINITY) task.step();
    return { task, happened, positions: () => cursors.map(({ position }) => position) };
  }

  it('processes all records of a cycle at its end, as one step', () => {
    const { task, happened, positions } = settling({});
    expect(happened).toEqual([]);
    expect(positions()).toEqual([2, 1]);
    task.settle();
    task.settle();
    expect(happened).toEqual(['begun', 'a 0', 'b 0', 'a 1', 'settled']);
  });

  it('has read none of them where one fails, or the end', () => {
    const atRecord = settling({ receive: 3 });
    expect(() => atRecord.task.settle()).toThrow('a defect');
    expect(atRecord.happened).toEqual(['begun', 'a 0', 'b 0', 'undone']);
    expect(atRecord.positions()).toEqual([0, 0]);
    expect(atRecord.task.failedAt).toEqual({ topic: 'a', partition: 0, offset: 1 });
    const atEnd = settling({ settle: true });
    expect(() => atEnd.task.settle()).toThrow('a defect');
    expect(atEnd.positions()).toEqual([0, 0]);
    expect(atEnd.task.failedAt).toBeUndefined();
  });

  it('gives back what it has taken when it is halted', () => {
    const { task, positions } = settling({});
    task.halt(true);
    expect(positions()).toEqual([0, 0]);
  });
});
