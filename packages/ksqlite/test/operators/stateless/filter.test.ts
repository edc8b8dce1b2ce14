import fc from 'fast-check';
import { filter } from '../../../src/operators/stateless/filter.ts';
import { checkOperator, type Outcome, type Start } from '../support/check-operator.ts';
import { CONDITION, fails, passes } from '../support/condition.ts';
import { type Event, events, takeEvent } from '../support/events.ts';
import { memoryContext } from '../support/memory-context.ts';

const start = (): Start<Event, number> => (context, emit) => {
  const operator = filter(context, { condition: CONDITION }, ({ offset }) => emit(offset));
  return { take: takeEvent(operator), metrics: operator.metrics };
};

function model(_: undefined, all: readonly Event[]): Partial<Outcome<number>> {
  const present = all.flatMap(({ tombstone }, i) => (tombstone ? [] : [i]));
  return { results: present.filter(passes), failed: present.filter(fails) };
}

describe('a filter', () => {
  it('passes records for which the condition is true', () => {
    checkOperator({ options: fc.constant(undefined), steps: events(), start, model });
  });

  it('passes deletions of a table’s rows', () => {
    const passed: number[] = [];
    const options = { condition: CONDITION, passesDeletions: true };
    const operator = filter(memoryContext(), options, ({ offset }) => passed.push(offset));
    const take = takeEvent(operator);
    for (let i = 0; i < 8; i++) take({ key: 'a', ts: 0, tombstone: true }, i);
    expect(passed).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(operator.metrics).toMatchObject({ recordsIn: 8, recordsOut: 8, droppedNullValue: 0 });
  });

  it('reports what fails, and counts what comes, goes and is left out', () => {
    const context = memoryContext();
    const operator = filter(context, { condition: CONDITION }, () => undefined);
    const take = takeEvent(operator);
    for (let i = 0; i < 8; i++) take({ key: 'a', ts: 0, tombstone: i === 4 }, i);
    expect(operator.metrics).toMatchObject({
      recordsIn: 8,
      recordsOut: 1,
      droppedNullValue: 1,
      droppedFailed: 2,
      errors: 2,
    });
    expect(context.errors).toEqual(['WHERE: Error: it has no value', 'WHERE: Error: it has no value']);
  });
});
