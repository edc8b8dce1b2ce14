import { commitBuffers } from '../../../src/log/commits/commit-buffers.ts';

const memoryOf = (frame: Buffer): ArrayBufferLike => frame.buffer;

test('memory is used again once it was given back, and not before', () => {
  const buffers = commitBuffers();
  const first = buffers.take(3_000);
  const second = buffers.take(3_500);
  expect(memoryOf(second)).not.toBe(memoryOf(first));
  buffers.give(first);
  const third = buffers.take(2_100);
  expect(third).toHaveLength(2_100);
  expect(memoryOf(third)).toBe(memoryOf(first));
  expect(memoryOf(buffers.take(2_100))).not.toBe(memoryOf(second));
});

test('a buffer is as long as it was asked for, whatever its memory held', () => {
  const buffers = commitBuffers();
  for (const bytes of [0, 1, 511, 512, 513, 4_096, 4_097, 70_000]) {
    const frame = buffers.take(bytes);
    expect(frame).toHaveLength(bytes);
    frame.fill(1);
    buffers.give(frame);
    expect(buffers.take(bytes)).toHaveLength(bytes);
  }
});

test('no more than 8 MiB are kept', () => {
  const buffers = commitBuffers();
  const frames = Array.from({ length: 20 }, () => buffers.take(1024 * 1024));
  for (const frame of frames) buffers.give(frame);
  const again = frames.map(() => memoryOf(buffers.take(1024 * 1024)));
  const known = new Set(frames.map(memoryOf));
  expect(again.filter((memory) => known.has(memory))).toHaveLength(8);
});
