import fc from 'fast-check';
import { streamTableJoin } from '../../../src/operators/joins/stream-table-join.ts';
import { tableSource } from '../../../src/operators/tables/table-source.ts';
import { streamRecord } from '../../../src/runtime/stream-record.ts';
import { checkOperator, type Outcome, type Start } from '../support/check-operator.ts';
import { type Event, events, recordOf } from '../support/events.ts';
import { TABLE } from '../support/table.ts';

type Step = Event & { readonly input: 'stream' | 'table' };
/** ts, the stream record's number, the table row's */
type Result = readonly [ts: number, left: unknown, right: unknown];
interface Spec {
  readonly left: boolean;
  /** The stream's records come from a join before this one. */
  readonly isJoined: boolean;
}

const steps: fc.Arbitrary<Step[]> = events().chain((all) =>
  fc
    .array(fc.constantFrom('stream' as const, 'table' as const), {
      minLength: all.length,
      maxLength: all.length,
    })
    .map((inputs) => all.map((event, i) => ({ ...event, input: inputs[i]! }))),
);

const start =
  ({ left, isJoined }: Spec): Start<Step, Result> =>
  (context, emit) => {
    const table = tableSource(context, { name: 'join-1-table', source: TABLE }, () => undefined);
    const join = streamTableJoin(
      context,
      {
        name: 'join-1',
        left,
        table,
        leftKey: (record) => ((record.inputs[0] ?? record).row[0] as string | null) ?? null,
      },
      ({ ts, inputs }) => {
        expect(inputs).toHaveLength(isJoined ? 3 : 2);
        emit([ts, inputs[0]?.row[1], inputs.at(-1)?.row[1] ?? null]);
      },
    );
    return {
      metrics: join.metrics,
      take: (step, number) => {
        const record = recordOf(step, number);
        if (step.input === 'table') table.receive(record);
        else if (isJoined)
          join.receive(
            streamRecord(step.ts, 0, -1, [], step.tombstone, undefined, undefined, [record, null]),
          );
        else join.receive(record);
      },
    };
  };

function model({ left }: Spec, all: readonly Step[]): Partial<Outcome<Result>> {
  const results = all.flatMap(({ input, key, ts, tombstone }, i): Result[] => {
    if (input === 'table' || tombstone) return [];
    const found = all.slice(0, i).findLastIndex((other) => other.input === 'table' && other.key === key);
    const right = key === null || all[found]?.tombstone !== false ? null : found;
    return right === null && !left ? [] : [[ts, i, right]];
  });
  return { results };
}

describe('a join of a stream with a table', () => {
  it('does what the naive one does, restarted anywhere', () => {
    const options = fc.record({ left: fc.boolean(), isJoined: fc.boolean() });
    checkOperator({ options, steps, start, model });
  });
});
