import * as fc from 'fast-check';
import { DeserializationError } from '../../../src/formats/codec.ts';
import { decodeWindowedKey, encodeWindowedKey } from '../../../src/formats/kafka/windowed-key.ts';

const key = Buffer.from('k');

test('a time window is the key and its start', () => {
  for (const type of ['TUMBLING', 'HOPPING'] as const) {
    expect(encodeWindowedKey(key, { start: 0x1_0000_0002, end: 9 }, type).toString('hex')).toBe(
      '6b0000000100000002',
    );
  }
});

test('a session is the key, its end and its start', () => {
  expect(encodeWindowedKey(key, { start: 1, end: 2 }, 'SESSION').toString('hex')).toBe(
    '6b00000000000000020000000000000001',
  );
});

test('any key and window come back', () => {
  const time = fc.nat(Number.MAX_SAFE_INTEGER - 10_000);
  fc.assert(
    fc.property(fc.uint8Array(), time, fc.nat(10_000), (bytes, start, size) => {
      const read = { key: Buffer.from(bytes), window: { start, end: start + size } };
      for (const type of ['SESSION', 'TUMBLING', 'HOPPING'] as const) {
        expect(decodeWindowedKey(encodeWindowedKey(read.key, read.window, type), type, size)).toEqual(read);
      }
    }),
  );
});

test.each(['', '00000000000000', 'ffffffffffffffff', '7fffffffffffffff'])('%s is no windowed key', (hex) => {
  expect(() => decodeWindowedKey(Buffer.from(hex, 'hex'), 'TUMBLING', 10)).toThrow(DeserializationError);
  expect(() => decodeWindowedKey(Buffer.from(hex, 'hex'), 'SESSION', 0)).toThrow(DeserializationError);
});

test('a session that ends before it starts is none', () => {
  const bytes = encodeWindowedKey(key, { start: 2, end: 1 }, 'SESSION');
  expect(() => decodeWindowedKey(bytes, 'SESSION', 0)).toThrow(DeserializationError);
});
