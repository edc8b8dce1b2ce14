import fc from 'fast-check';
import { repartitionWriter } from '../../../src/operators/stateless/repartition-writer.ts';
import { streamWriter } from '../../../src/operators/stateless/stream-writer.ts';
import { type StreamRecord, streamRecord } from '../../../src/runtime/stream-record.ts';
import { checkOperator, type Outcome, type Start } from '../support/check-operator.ts';
import { CONDITION, fails } from '../support/condition.ts';
import { type Event, events, takeEvent } from '../support/events.ts';
import { memoryContext } from '../support/memory-context.ts';
import { type WrittenRow, writing } from '../support/written-rows.ts';

const key = { name: 'K', evaluate: CONDITION };
const number = (record: StreamRecord) => record.row[1] ?? null;
const name = (record: StreamRecord) => record.row[0] ?? null;
/** What CONDITION is of the `i`th record; NULL where it fails. */
const conditionOf = (i: number) => (i % 4 === 0 ? true : i % 4 === 1 ? false : null);

describe('the writer of a stream', () => {
  const start = (): Start<Event, WrittenRow> => (context, emit) => {
    const values = [
      { name: 'N', evaluate: number },
      { name: 'S', evaluate: name },
    ];
    const operator = streamWriter(context, { keys: [key], values }, writing(emit));
    return { take: takeEvent(operator), metrics: operator.metrics };
  };
  const model = (_: undefined, all: readonly Event[]): Partial<Outcome<WrittenRow>> => {
    const results = all.map(({ key: own, ts, tombstone }, i) => ({
      row: tombstone ? [conditionOf(i)] : [conditionOf(i), i, own],
      tombstone,
      ts,
      partition: 0,
      window: undefined,
    }));
    return { results };
  };

  it('writes the key and the SELECT list of each record, and the key alone of one without a value', () => {
    checkOperator({ options: fc.constant(undefined), steps: events(), start, model });
  });

  it('keeps the window, and reports the columns that fail', () => {
    const context = memoryContext();
    const written: WrittenRow[] = [];
    const operator = streamWriter(
      context,
      { keys: [], values: [key] },
      writing((row) => written.push(row)),
    );
    const window = { start: 0, end: 5 };
    operator.receive(streamRecord(3, 1, 0, ['a', 3], false, window));
    expect(written).toEqual([{ row: [null], tombstone: false, ts: 3, partition: 1, window }]);
    expect(context.errors).toEqual(['K: Error: it has no value']);
    expect(operator.metrics).toMatchObject({ recordsIn: 1, recordsOut: 1, errors: 1 });
  });
});

describe.each([
  { leavesOutFailed: false, keepsNullValues: true },
  { leavesOutFailed: true, keepsNullValues: false },
  { leavesOutFailed: false, keepsNullValues: false },
])(
  'the writer of a repartition that leaves out what fails: $leavesOutFailed, and keeps records without a value: $keepsNullValues',
  ({ leavesOutFailed, keepsNullValues }) => {
    const start = (): Start<Event, WrittenRow> => (context, emit) => {
      const options = { keys: [key], columns: [name, number], leavesOutFailed, keepsNullValues };
      const operator = repartitionWriter(context, options, writing(emit));
      return { take: takeEvent(operator), metrics: operator.metrics };
    };
    const model = (_: undefined, all: readonly Event[]): Partial<Outcome<WrittenRow>> => {
      const results = all.flatMap(({ key: own, ts, tombstone }, i) =>
        (tombstone && !keepsNullValues) || (leavesOutFailed && fails(i))
          ? []
          : [
              {
                row: tombstone ? [conditionOf(i)] : [conditionOf(i), own, i],
                tombstone,
                ts,
                partition: 0,
                window: undefined,
              },
            ],
      );
      return { results };
    };

    it('writes records under their new key', () => {
      checkOperator({ options: fc.constant(undefined), steps: events(), start, model });
    });

    it('reports a key that fails', () => {
      const context = memoryContext();
      const options = { keys: [key], columns: [], leavesOutFailed, keepsNullValues };
      const operator = repartitionWriter(context, options, () => undefined);
      for (let i = 0; i < 8; i++) operator.receive(streamRecord(0, 0, i, ['a', i], i === 7));
      const errors = [0, 1, 2, 3, 4, 5, 6, ...(keepsNullValues ? [7] : [])].filter(fails).length;
      expect(context.errors).toHaveLength(errors);
      const left = leavesOutFailed ? errors : 0;
      expect(operator.metrics).toMatchObject({
        recordsIn: 8,
        recordsOut: (keepsNullValues ? 8 : 7) - left,
        droppedNullValue: keepsNullValues ? 0 : 1,
        droppedFailed: left,
        errors,
      });
    });
  },
);
