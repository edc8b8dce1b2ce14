import fc from 'fast-check';
import type { TableChange } from '../../../src/operators/tables/table-change.ts';
import { tableWriter } from '../../../src/operators/tables/table-writer.ts';
import { streamRecord } from '../../../src/runtime/stream-record.ts';
import { checkOperator, type Outcome, type Start } from '../support/check-operator.ts';
import { CONDITION } from '../support/condition.ts';
import { memoryContext } from '../support/memory-context.ts';
import { type WrittenRow, writing } from '../support/written-rows.ts';

/** The number of the row; null: it is deleted. */
type Step = number | null;

const WINDOW = { start: 0, end: 10 };
const VALUES = [
  { name: 'V', evaluate: CONDITION },
  { name: 'N', evaluate: ({ row }: { readonly row: readonly unknown[] }) => Number(row[0]) },
];
const changeOf = (step: Step, i: number): TableChange => ({
  key: ['k', i],
  window: WINDOW,
  ts: i,
  partition: 1,
  next: step === null ? null : streamRecord(i, 1, -1, [step], false),
  old: null,
});

const start =
  (keyed: boolean): Start<Step, WrittenRow> =>
  (context, emit) => {
    const operator = tableWriter(context, { keyed, values: VALUES }, writing(emit));
    return { take: (step, i) => operator.receive(changeOf(step, i)), metrics: operator.metrics };
  };

const rowOf = (keyed: boolean, step: Step, i: number): WrittenRow['row'] =>
  step === null
    ? ['k', i]
    : [...(keyed ? ['k', i] : []), step % 4 === 0 ? true : step % 4 === 1 ? false : null, step];

function model(keyed: boolean, all: readonly Step[]): Partial<Outcome<WrittenRow>> {
  const results = all.map((step, i) => ({
    row: rowOf(keyed, step, i),
    tombstone: step === null,
    ts: i,
    partition: 1,
    window: WINDOW,
  }));
  return { results };
}

const steps = fc.array(fc.option(fc.nat(20), { nil: null }), { maxLength: 20 });

describe('the writer of a table', () => {
  it('writes the key and the SELECT list of each row, and its key alone when it goes', () => {
    checkOperator({ options: fc.boolean(), steps, start, model });
  });

  it('gives kept rows in the same form, and reports nothing a second time', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 20 }), fc.boolean(), (values, keyed) => {
        const context = memoryContext();
        const writer = tableWriter(context, { keyed, values: VALUES }, () => undefined);
        const written: WrittenRow[] = [];
        writer.outputRows(() => values.map(changeOf))(
          undefined,
          writing((row) => written.push(row)),
        );
        expect(written.map(({ row }) => row)).toEqual(values.map((value, i) => rowOf(keyed, value, i)));
        expect(context.errors).toEqual([]);
        expect(writer.metrics).toMatchObject({ recordsOut: 0, errors: 0 });
      }),
    );
  });
});
