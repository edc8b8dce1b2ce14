import fc from 'fast-check';
import { byteReader } from '../../../src/log/bytes/byte-reader.ts';
import { byteWriter } from '../../../src/log/bytes/byte-writer.ts';
import { readNumbers, writeNumbers } from '../../../src/state/codecs/frame-of-reference.ts';

it('what a column writes it reads back, however far apart its numbers are', () => {
  const numbers = fc.oneof(
    fc.array(fc.integer({ min: -1, max: 1000 })),
    fc.array(fc.integer({ min: 1_795_305_600_000, max: 1_795_305_600_000 + 2 ** 32 - 1 })),
    fc.array(fc.maxSafeInteger()),
    // whole, and 0 instead of -0
    fc.array(fc.double({ noNaN: true }).map((n) => Math.trunc(n) + 0)),
  );
  fc.assert(
    fc.property(numbers, fc.nat(7), (all, shift) => {
      const writer = byteWriter(8);
      // bytes in front: a column lies anywhere in a buffer
      for (let i = 0; i < shift; i++) writer.u8(0);
      writeNumbers(writer, Float64Array.from(all));
      writer.u32(42);
      const reader = byteReader(writer.view(), shift);
      expect([...readNumbers(reader, all.length)]).toEqual(all);
      expect(reader.u32()).toBe(42);
    }),
  );
});

it('takes four bytes a number where they lie close together', () => {
  const writer = byteWriter(8);
  const near = Float64Array.from({ length: 100 }, (_, i) => 1e12 + i * 1e6);
  writeNumbers(writer, near);
  expect(writer.length()).toBe(1 + 8 + 400);
});
