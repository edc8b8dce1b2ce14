import fc from 'fast-check';
import { flatMap } from '../../../src/operators/stateless/flat-map.ts';
import { LotQueue } from '../../../src/runtime/lot-queue.ts';
import { type StreamRecord, streamRecord } from '../../../src/runtime/stream-record.ts';
import { recordCodec } from '../../../src/state/codecs/record-codec.ts';
import { INTEGER } from '../../../src/types/sql-type.ts';
import type { Row, SqlValue } from '../../../src/types/sql-value.ts';
import { checkOperator, type Outcome, type Start } from '../support/check-operator.ts';
import { memoryContext } from '../support/memory-context.ts';

/** How many rows each of two calls gives; null: the call fails. */
interface Step {
  readonly counts: readonly (number | null)[];
  readonly tombstone: boolean;
}

const count = fc.option(fc.nat(4), { nil: null, freq: 8 });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ counts: fc.tuple(count, count), tombstone: fc.constantFrom(false, false, false, true) }),
  { maxLength: 20 },
);

const rows = ([size]: readonly SqlValue[]): readonly SqlValue[] => {
  if (size === null || size === undefined) throw new Error('it has no rows');
  return Array.from({ length: Number(size) }, (_, i) => i);
};
const calls = [0, 1].map((at) => ({
  name: `CALL${at}`,
  rows,
  arguments: [(record: StreamRecord) => record.row[at] ?? null],
}));

const codec = recordCodec([INTEGER, INTEGER]);

const start = (): Start<Step, Row> => (context, emit) => {
  const operator = flatMap(context, { calls, codec }, ({ row }) => emit(row));
  return {
    metrics: operator.metrics,
    take: ({ counts, tombstone }, i) => operator.receive(streamRecord(i, 0, i, counts, tombstone)),
  };
};

function model(_: undefined, all: readonly Step[]): Partial<Outcome<Row>> {
  const results = all.flatMap(({ counts, tombstone }): Row[] => {
    if (tombstone) return [];
    const [a = null, b = null] = counts;
    const longest = Math.max(a ?? 0, b ?? 0);
    const of = (size: number | null, i: number) => (size !== null && i < size ? i : null);
    return Array.from({ length: longest }, (_, i) => [a, b, of(a, i), of(b, i)]);
  });
  return { results };
}

describe('table functions', () => {
  it('make a record of each row of the longest, with NULL where others are shorter', () => {
    checkOperator({ options: fc.constant(undefined), steps, start, model });
  });

  it('make them in lots, in order, wherever it is restarted', () => {
    // a step without counts makes a lot
    const inLots = (): Start<Step | undefined, Row> => (context, emit) => {
      const lots = new LotQueue(2, true);
      const operator = flatMap({ ...context, lots }, { calls, codec }, ({ row }) => emit(row));
      return {
        metrics: operator.metrics,
        take: (step, i) => {
          if (step === undefined) lots.run();
          else operator.receive(streamRecord(i, 0, i, step.counts, step.tombstone));
        },
        rows: () => {
          while (!lots.isEmpty()) lots.run();
          return lots.left();
        },
      };
    };
    checkOperator({
      options: fc.constant(undefined),
      steps: steps.chain((all) =>
        fc
          .array(fc.nat(3), { minLength: all.length, maxLength: all.length })
          .map((runs) =>
            all.flatMap((step, i) => [step, ...new Array<undefined>(runs[i] ?? 0).fill(undefined)]),
          ),
      ),
      start: inLots,
      model: (options, all) =>
        model(
          options,
          all.filter((step) => step !== undefined),
        ),
    });
  });

  it('that fail give no rows, and are reported by name', () => {
    const context = memoryContext();
    const made: Row[] = [];
    const operator = flatMap(context, { calls, codec }, ({ row }) => made.push(row));
    operator.receive(streamRecord(0, 0, 0, [null, 1], false));
    expect(made).toEqual([[null, 1, null, 0]]);
    expect(context.errors).toEqual(['CALL0: Error: it has no rows']);
    expect(operator.metrics).toMatchObject({ recordsIn: 1, recordsOut: 1, errors: 1 });
  });

  it('keep a joined record’s parts', () => {
    const part = streamRecord(0, 0, 0, [2], false);
    const made: StreamRecord[] = [];
    const one = {
      name: 'CALL',
      rows,
      arguments: [(record: StreamRecord) => record.inputs[0]?.row[0] ?? null],
    };
    flatMap(memoryContext(), { calls: [one], codec }, (record) => made.push(record)).receive(
      streamRecord(7, 1, -1, [], false, undefined, undefined, [part, null]),
    );
    expect(made.map(({ ts, partition, row, inputs }) => [ts, partition, row, inputs])).toEqual([
      [7, 1, [0], [part, null]],
      [7, 1, [1], [part, null]],
    ]);
  });
});
