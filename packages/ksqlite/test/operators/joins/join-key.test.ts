import { firstPresent, joinedKey, joinKey } from '../../../src/operators/joins/join-key.ts';
import { type StreamRecord, streamRecord } from '../../../src/runtime/stream-record.ts';
import { memoryContext } from '../support/memory-context.ts';

const of = (value: string | null): StreamRecord => streamRecord(0, 0, 0, [value], false);
const joined = (...inputs: readonly (StreamRecord | null)[]): StreamRecord =>
  streamRecord(0, 0, -1, [], false, undefined, undefined, inputs);

describe('a join key', () => {
  it('that fails is none, and is reported', () => {
    const context = memoryContext();
    const key = joinKey(context, (record) => {
      if (record.row[0] === 'x') throw new Error('it has no value');
      return record.row[0] ?? null;
    });
    expect([of('a'), of('x'), of(null)].map(key)).toEqual(['a', null, null]);
    expect(context.errors).toEqual(['JOIN: Error: it has no value']);
  });

  it('of a joined record is that of any part that is there', () => {
    const context = memoryContext();
    const keys = ['l', 'r', 't'].map((prefix) => joinKey(context, (record) => `${prefix}${record.row[0]}`));
    const key = joinedKey(keys);
    expect(key(of('a'))).toBe('la');
    expect(key(joined(of('a'), of('a')))).toBe('la');
    expect(key(joined(null, of('a')))).toBe('ra');
    expect(key(joined(null, null, of('a')))).toBe('ta');
    expect(key(joined(null, null))).toBeNull();
  });

  it('to write a joined record under is the first that is not null', () => {
    const part = (at: number) => (record: StreamRecord) => (record.inputs[at] ?? of(null)).row[0] ?? null;
    const key = firstPresent([part(0), part(1)]);
    expect([joined(of('a'), of('b')), joined(null, of('b')), joined(null, null)].map(key)).toEqual([
      'a',
      'b',
      null,
    ]);
  });
});
