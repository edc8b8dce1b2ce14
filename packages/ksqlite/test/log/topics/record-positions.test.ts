import fc from 'fast-check';
import { byteWriter } from '../../../src/log/bytes/byte-writer.ts';
import { logRecord } from '../../../src/log/topics/log-record.ts';
import { writeRecord } from '../../../src/log/topics/record-codec.ts';
import { RecordPositions } from '../../../src/log/topics/record-positions.ts';

/** Records of unequal lengths, and where each begins. */
function batch(count: number): { readonly bytes: Buffer; readonly begins: readonly number[] } {
  const writer = byteWriter();
  const begins: number[] = [];
  for (let i = 0; i < count; i++) {
    begins.push(writer.length());
    const value = i % 10 === 0 ? null : Buffer.from('x');
    const headers = i % 5 === 0 ? [{ key: 'h', value }] : [];
    writeRecord(writer, logRecord(i, i, i % 3 === 0 ? null : `k${i}`, 'v'.repeat(i % 17), headers));
  }
  return { bytes: writer.view(), begins };
}

test('records are found where they begin, in any order', () => {
  const { bytes, begins } = batch(300);
  fc.assert(
    fc.property(fc.array(fc.nat(299), { maxLength: 60 }), (asked) => {
      const positions = new RecordPositions();
      for (const index of asked) expect(positions.find(bytes, index)).toBe(begins[index]);
    }),
  );
});

test('a batch that grows is found in further', () => {
  const { bytes, begins } = batch(200);
  const positions = new RecordPositions();
  expect(positions.find(bytes.subarray(0, begins[130]), 129)).toBe(begins[129]);
  expect(positions.find(bytes, 199)).toBe(begins[199]);
  expect(positions.find(bytes, 65)).toBe(begins[65]);
});
