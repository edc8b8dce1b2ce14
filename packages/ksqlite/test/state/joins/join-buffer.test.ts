import { type StreamRecord, streamRecord } from '../../../src/runtime/stream-record.ts';
import { JoinBuffer } from '../../../src/state/joins/join-buffer.ts';
import { memoryContext } from '../../operators/support/memory-context.ts';

const keyOf = (record: StreamRecord): string => record.row[0] as string;

function buffer() {
  const records: StreamRecord[] = [];
  let loads = 0;
  const context = memoryContext([records]);
  const kept = new JoinBuffer(
    {
      ...context,
      load: (input, offset) => {
        loads++;
        return context.load(input, offset);
      },
    },
    { name: 'side', inputs: [0], retentionMs: 1_000_000, keyOf },
  );
  const put = (key: string, fate: 'unmatched' | 'settled'): number => {
    const record = streamRecord(records.length, 0, records.length, [key], false);
    records.push(record);
    return kept.put(key, record, fate) as number;
  };
  return { kept, put, loads: () => loads };
}

test.each(['unmatched', 'settled'] as const)(
  'one that was %s when it came and is matched again soon is in memory',
  (fate) => {
    const { kept, put, loads } = buffer();
    const entry = put('a', fate);
    for (let i = 0; i < 7; i++) {
      put(`other ${i}`, 'settled');
      expect(kept.find('a', 0, 1_000)).toEqual([entry]);
      expect(kept.record(entry).row).toEqual(['a']);
      kept.settle(entry);
    }
    expect(loads()).toBe(0);
  },
);

test('more are in memory where they are matched again later', () => {
  const { kept, put, loads } = buffer();
  const entries: number[] = [];
  for (let i = 0; i < 1_000; i++) {
    entries.push(put(`car ${i}`, 'settled'));
    if (i >= 100) expect(kept.find(`car ${i - 100}`, 0, 1_000)).toEqual([entries[i - 100]]);
  }
  expect(loads()).toBeLessThan(100);
});

test('one that was matched long ago is read from its topic, once', () => {
  const { kept, put, loads } = buffer();
  const entry = put('a', 'unmatched');
  kept.settle(entry);
  for (let i = 0; i < 2_000; i++) put(`other ${i}`, 'settled');
  expect(kept.find('a', 0, 10_000)).toEqual([entry]);
  expect(kept.record(entry).row).toEqual(['a']);
  expect(loads()).toBe(1);
});
