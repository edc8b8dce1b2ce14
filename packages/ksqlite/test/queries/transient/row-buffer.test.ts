import { RowBuffer } from '../../../src/queries/transient/row-buffer.ts';

const reader = <T>(buffer: AsyncIterable<T>): AsyncIterator<T> => buffer[Symbol.asyncIterator]();

describe('a row buffer', () => {
  it('is full at its capacity, and asks for more when half of it has been read', async () => {
    let asked = 0;
    const buffer = new RowBuffer<number>(
      4,
      () => asked++,
      () => undefined,
    );
    for (let i = 0; i < 4; i++) buffer.push(i);
    expect(buffer.isFull()).toBe(true);
    const rows = reader(buffer);
    expect((await rows.next()).value).toBe(0);
    expect([buffer.isFull(), asked]).toEqual([false, 0]);
    expect((await rows.next()).value).toBe(1);
    expect(asked).toBe(1);
    await rows.next();
    expect(asked).toBe(1);
  });

  it('gives what came before its end or its failure', async () => {
    const ended = new RowBuffer<number>(
      4,
      () => undefined,
      () => undefined,
    );
    ended.push(1);
    ended.end();
    ended.push(2);
    expect(await reader(ended).next()).toEqual({ done: false, value: 1 });
    expect(await reader(ended).next()).toEqual({ done: true, value: undefined });

    const failed = new RowBuffer<number>(
      4,
      () => undefined,
      () => undefined,
    );
    failed.push(1);
    failed.fail(new Error('gone'));
    expect((await reader(failed).next()).value).toBe(1);
    await expect(reader(failed).next()).rejects.toThrow('gone');
  });

  it('wakes a reader who waits, and tells when the reader leaves', async () => {
    let left = 0;
    const buffer = new RowBuffer<number>(
      4,
      () => undefined,
      () => left++,
    );
    const next = reader(buffer).next();
    buffer.push(7);
    expect((await next).value).toBe(7);
    await reader(buffer).return?.();
    expect(left).toBe(1);
    expect((await reader(buffer).next()).done).toBe(true);
  });
});
