import { encodeWindowedKey } from '../../../src/formats/kafka/windowed-key.ts';
import { logRecord } from '../../../src/log/topics/log-record.ts';
import { keyMatcher } from '../../../src/server/page/key-matcher.ts';

const record = (key: Buffer | string | null) => logRecord(0, 0, key, null, []);
const bytes = (write: (buffer: Buffer) => void, size: number): Buffer => {
  const buffer = Buffer.alloc(size);
  write(buffer);
  return buffer;
};

it('finds a key in whatever format it is', () => {
  const matches = keyMatcher('42', [undefined]);
  for (const key of [
    '42',
    Buffer.from('42'),
    '"42"',
    bytes((buffer) => buffer.writeInt32BE(42), 4),
    bytes((buffer) => buffer.writeBigInt64BE(42n), 8),
    bytes((buffer) => buffer.writeDoubleBE(42), 8),
  ])
    expect({ key, found: matches(record(key)) }).toEqual({ key, found: true });
  for (const key of ['421', '4', '', null])
    expect({ key, found: matches(record(key)) }).toEqual({ key, found: false });
});

it('finds a windowed key by the key alone', () => {
  const windowed = encodeWindowedKey(Buffer.from('car'), { start: 1000, end: 2000 }, 'TUMBLING');
  const session = encodeWindowedKey(Buffer.from('car'), { start: 1000, end: 2000 }, 'SESSION');
  expect(keyMatcher('car', [{ type: 'TUMBLING', sizeMs: 1000 }])(record(windowed))).toBe(true);
  expect(keyMatcher('car', [{ type: 'SESSION', sizeMs: undefined }])(record(session))).toBe(true);
  expect(keyMatcher('car', [undefined])(record(windowed))).toBe(false);
  expect(keyMatcher('', [])(record(''))).toBe(true);
});
