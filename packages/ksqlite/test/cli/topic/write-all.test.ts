import { Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { writeAll } from '../../../src/cli/topic/write-all.ts';
import { CommandError } from '../../../src/errors/command-error.ts';
import { dumpTopic } from '../../../src/topics/dump.ts';
import type { OutgoingRecord, Topics } from '../../../src/topics/port.ts';
import { inMemoryBroker } from '../../support/in-memory-topics.ts';

async function topicOf(records: readonly Partial<OutgoingRecord>[], markers = false): Promise<Topics> {
  const topics = inMemoryBroker({ markers }).connect();
  await topics.create([{ name: 't', partitions: 2 }]);
  for (const record of records)
    await topics.produce([{ topic: 't', key: null, value: null, partition: 0, timestamp: 7, ...record }]);
  return topics;
}

async function linesOf(topics: Topics): Promise<string[]> {
  let text = '';
  for await (const chunk of dumpTopic(topics, 't', 'Kafka')) text += chunk;
  return text.split('\n').slice(0, -1);
}

function sink(options: {
  highWaterMark?: number;
  fail?: (written: number) => NodeJS.ErrnoException | undefined;
}) {
  const written: string[] = [];
  let most = 0;
  const out = new Writable({
    highWaterMark: options.highWaterMark,
    write: (chunk: Buffer, _encoding, done) => {
      most = Math.max(most, out.writableLength);
      written.push(chunk.toString('utf8'));
      void nextTurn().then(() => done(options.fail?.(written.length)));
    },
  });
  return { out, written, most: () => most };
}

describe('dumpTopic', () => {
  it('writes each record as one line of JSON', async () => {
    const topics = await topicOf([
      {
        key: 'ação',
        value: '{"id":"a","n":1.00}',
        headers: [{ key: 'reason', value: Buffer.from('no "id"') }],
      },
      { key: null, value: 'not JSON\n' },
      { key: '', value: null },
      { partition: 1, value: '{\n "id": 12345678901234567890\n}' },
      { partition: 1, value: Buffer.from([0, 1, 0xff]) },
      { partition: 1, value: '' },
    ]);
    expect(await linesOf(topics)).toEqual([
      '{"partition":0,"offset":0,"timestamp":7,"key":"ação","value":{"id":"a","n":1.00},"headers":{"reason":"no \\"id\\""}}',
      '{"partition":0,"offset":1,"timestamp":7,"key":null,"value":"not JSON\\n","headers":{}}',
      '{"partition":0,"offset":2,"timestamp":7,"key":"","value":null,"headers":{}}',
      '{"partition":1,"offset":0,"timestamp":7,"key":null,"value":{"id":12345678901234567000},"headers":{}}',
      '{"partition":1,"offset":1,"timestamp":7,"key":null,"value":"\\u0000\\u0001\uFFFD","headers":{}}',
      '{"partition":1,"offset":2,"timestamp":7,"key":null,"value":"","headers":{}}',
    ]);
  });

  it('gives back any key, value and header', async () => {
    const text = fc.string({ unit: 'grapheme' });
    await fc.assert(
      fc.asyncProperty(fc.option(text), fc.oneof(fc.json(), text), text, async (key, value, header) => {
        const topics = await topicOf([{ key, value, headers: [{ key: header, value: Buffer.from(value) }] }]);
        const [line] = await linesOf(topics);
        let expected: unknown = value;
        try {
          expected = JSON.parse(value);
        } catch {}
        const read = JSON.parse(line!);
        expect(read.key).toBe(key);
        expect(read.value).toEqual(expected);
        expect(Object.entries(read.headers)).toEqual([[header, value]]);
      }),
    );
  });

  it('reads on over offsets that hold no record, and chunk after chunk', async () => {
    const topics = await topicOf(
      Array.from({ length: 2_500 }, (_, i) => ({ value: String(i) })),
      true,
    );
    expect((await linesOf(topics)).map((line) => JSON.parse(line).value)).toEqual(
      Array.from({ length: 2_500 }, (_, i) => i),
    );
  });

  it('ends where the topic ended when it began', async () => {
    const topics = await topicOf([{ value: '1' }]);
    const dump = dumpTopic(topics, 't', 'Kafka');
    const ranges = topics.ranges;
    topics.ranges = async (topic) => {
      const found = await ranges(topic);
      await topics.produce([{ topic: 't', key: null, value: '2', partition: 0 }]);
      return found;
    };
    let text = '';
    for await (const chunk of dump) text += chunk;
    expect(text.split('\n')).toHaveLength(2);
  });
});

describe('writeAll', () => {
  it('names the topics that there are when asked for another one', async () => {
    const { out, written } = sink({});
    const error = await writeAll(out, dumpTopic(await topicOf([]), 'x', 'Kafka')).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(CommandError);
    expect((error as CommandError).exitCode).toBe(9);
    expect((error as CommandError).message).toBe('There is no topic "x" in Kafka; it has t');
    expect(written).toEqual([]);
  });

  const many = () => topicOf(Array.from({ length: 5_000 }, (_, i) => ({ value: String(i) })));

  it('waits for a slow reader', async () => {
    const { out, written, most } = sink({ highWaterMark: 10 });
    await writeAll(out, dumpTopic(await many(), 't', 'Kafka'));
    expect(written.join('').split('\n')).toHaveLength(5_001);
    expect(most()).toBeLessThan(200_000); // one chunk of lines, never two
  });

  it('ends quietly when nobody reads on', async () => {
    const { out, written } = sink({
      highWaterMark: 10,
      fail: (n) => (n === 2 ? Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }) : undefined),
    });
    await writeAll(out, dumpTopic(await many(), 't', 'Kafka'));
    expect(written).toHaveLength(2);
  });

  it('does not hide another failure', async () => {
    const { out } = sink({ fail: () => Object.assign(new Error('disk full'), { code: 'ENOSPC' }) });
    await expect(writeAll(out, dumpTopic(await many(), 't', 'Kafka'))).rejects.toThrow('disk full');
  });
});
