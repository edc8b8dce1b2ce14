import fc from 'fast-check';
import { tableRows } from '../../../src/operators/tables/table-rows.ts';
import { checkOperator, type Outcome, type Start } from '../support/check-operator.ts';
import { type Event, events, takeEvent } from '../support/events.ts';

const start = (): Start<Event, number> => (context, emit) => {
  const operator = tableRows(context, { keyCount: 1 }, ({ offset }) => emit(offset));
  return { take: takeEvent(operator), metrics: operator.metrics };
};

function model(_: undefined, all: readonly Event[]): Partial<Outcome<number>> {
  const results = all.flatMap(({ key }, i) => (key === null ? [] : [i]));
  return { results };
}

test('a table’s rows for a client are the records that have a key, deletions among them', () => {
  checkOperator({ options: fc.constant(undefined), steps: events(), start, model });
});
