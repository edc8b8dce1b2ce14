import { commitBuffers } from '../../../src/log/commits/commit-buffers.ts';

const memoryOf = (commit: Buffer): ArrayBufferLike => commit.buffer;

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
    const commit = buffers.take(bytes);
    expect(commit).toHaveLength(bytes);
    commit.fill(1);
    buffers.give(commit);
    expect(buffers.take(bytes)).toHaveLength(bytes);
  }
});

test('no more than 8 MiB are kept', () => {
  const buffers = commitBuffers();
  const commits = Array.from({ length: 20 }, () => buffers.take(1024 * 1024));
  for (const commit of commits) buffers.give(commit);
  const again = commits.map(() => memoryOf(buffers.take(1024 * 1024)));
  const known = new Set(commits.map(memoryOf));
  expect(again.filter((memory) => known.has(memory))).toHaveLength(8);
});
