import fc from 'fast-check';
import { tableSource } from '../../../src/operators/tables/table-source.ts';
import { rowsOfView } from '../../../src/operators/tables/table-view.ts';
import { checkOperator, type Outcome, type Start } from '../support/check-operator.ts';
import { type Event, eventsAndTime, KEYS, takeEvent } from '../support/events.ts';
import { type ListedChange, listedChange, listedRows } from '../support/listed-change.ts';
import { TABLE } from '../support/table.ts';

const start = (): Start<Event, ListedChange> => (context, emit) => {
  const operator = tableSource(context, { name: 'table', source: TABLE }, (change) =>
    emit(listedChange(change)),
  );
  return {
    take: takeEvent(operator),
    rows: () => listedRows(rowsOfView(operator, 1)(undefined)),
    metrics: operator.metrics,
  };
};

/** The row that the first `count` events leave a key with: number, then partition and offset. */
function rowAfter(all: readonly Event[], key: string | null, count: number) {
  const number = all.slice(0, count).findLastIndex((event) => event.key === key && event.advance !== true);
  const event = all[number];
  return event === undefined || event.tombstone ? undefined : { ts: event.ts, row: [number, 0, number] };
}

function model(_: undefined, all: readonly Event[]): Partial<Outcome<ListedChange>> {
  const results = all.flatMap(({ key, ts, tombstone }, i): ListedChange[] =>
    key === null
      ? []
      : [
          {
            key: [key],
            window: undefined,
            ts,
            row: tombstone ? null : [i],
            old: rowAfter(all, key, i)?.row ?? null,
          },
        ],
  );
  const rows = KEYS.flatMap((key): ListedChange[] => {
    const kept = rowAfter(all, key, all.length);
    return kept === undefined ? [] : [{ key: [key], window: undefined, old: null, ...kept }];
  });
  return { results, rows };
}

describe('a table over a topic', () => {
  it('has the last record of each key, as the naive one, restarted anywhere', () => {
    checkOperator({ options: fc.constant(undefined), steps: eventsAndTime(), start, model });
  });
});
