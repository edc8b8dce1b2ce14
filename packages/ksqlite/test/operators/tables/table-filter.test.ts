import fc from 'fast-check';
import type { TableChange } from '../../../src/operators/tables/table-change.ts';
import { tableFilter } from '../../../src/operators/tables/table-filter.ts';
import { streamRecord } from '../../../src/runtime/stream-record.ts';
import { checkOperator, type Outcome, type Start } from '../support/check-operator.ts';
import { CONDITION, passes } from '../support/condition.ts';
import { type ListedChange, listedChange, listedRows } from '../support/listed-change.ts';
import { memoryContext } from '../support/memory-context.ts';

/** The numbers of a change's rows. */
interface Step {
  readonly next: number | null;
  readonly old: number | null;
}

const number = fc.option(fc.nat(20), { nil: null });
const steps = fc.array(fc.record({ next: number, old: number }), { maxLength: 20 });

const changeOf = ({ next, old }: Step, i: number): TableChange => {
  const recordOf = (value: number | null) =>
    value === null ? null : streamRecord(i, 0, -1, ['k', value], false);
  return { key: ['k'], window: undefined, ts: i, partition: 0, next: recordOf(next), old: recordOf(old) };
};

const start =
  (sendsOld: boolean): Start<Step, ListedChange> =>
  (context, emit) => {
    const options = { condition: CONDITION, clause: 'WHERE', sendsOld };
    const operator = tableFilter(context, options, (change) => emit(listedChange(change)));
    return { take: (step, i) => operator.receive(changeOf(step, i)), metrics: operator.metrics };
  };

function model(sendsOld: boolean, all: readonly Step[]): Partial<Outcome<ListedChange>> {
  const results = all.flatMap((step, i): ListedChange[] => {
    const [next, old] = [step.next, step.old].map((value) =>
      value !== null && passes(value) ? [value] : null,
    );
    if (!next && !old) return [];
    return [
      {
        key: ['k'],
        window: undefined,
        ts: i,
        row: next ?? null,
        old: next && !sendsOld ? null : (old ?? null),
      },
    ];
  });
  return { results };
}

describe('a filter over a table', () => {
  it('passes on what passes, and the deletion of what did', () => {
    checkOperator({ options: fc.boolean(), steps, start, model });
  });

  it('holds back kept rows in the same way, and reports nothing a second time', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (values) => {
        const context = memoryContext();
        const options = { condition: CONDITION, clause: 'HAVING', sendsOld: false };
        const operator = tableFilter(context, options, () => undefined);
        const kept = values.map((value, i) => ({ ...changeOf({ next: value, old: null }, i), key: [i] }));
        const rows = listedRows(operator.rowsOf(() => kept)(undefined));
        expect(rows.map(({ row }) => row?.at(-1)).sort()).toEqual(values.filter(passes).sort());
        expect(context.errors).toEqual([]);
        expect(operator.metrics.errors).toBe(0);
      }),
    );
  });
});
