/** Connectors as processes on a real Kafka: two runs after each other, and one that takes over from another. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { jest } from '@jest/globals';
import { connectCommand } from '../../../src/cli/connect/connect-command.ts';
import { systemClock } from '../../../src/clock/index.ts';
import type { Connector } from '../../../src/connect/index.ts';
import { chooseTopics } from '../../../src/topics/chosen-topics.ts';
import { kafkaSettings } from '../../../src/topics/kafka/kafka-settings.ts';
import { connectKafkaTopics } from '../../../src/topics/kafka/kafka-topics.ts';
import { collected, collectingSink } from '../../connect/support/collecting-sink.ts';
import { countingSource } from '../../connect/support/counting-source.ts';
import { describeOnKafka } from '../../support/kafka-broker/on-kafka.ts';
import { readAll } from '../../support/read-all.ts';

jest.setTimeout(240_000);

const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

describeOnKafka('connectors on Kafka', ({ bootstrap }) => {
  const env = { KAFKA_BOOTSTRAP: bootstrap };
  const id = randomUUID().slice(0, 8);
  const topic = `numbers-${id}`;
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'connect-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** A process, as good as: `stop` is its SIGTERM. */
  const start = (config: Readonly<Record<string, string>>, connector: Connector) => {
    const file = join(folder, `${config.name}.json`);
    writeFileSync(file, JSON.stringify(config));
    const stop = new AbortController();
    const out = new PassThrough();
    const ended = connectCommand(chooseTopics, undefined, [connector])(
      [file, '--json', '--log-level', 'error'],
      {
        env,
        clock: systemClock,
        stdin: process.stdin,
        stdout: out,
        stderr: new PassThrough().resume(),
        signal: stop.signal,
      },
    );
    return {
      stop: async () => {
        stop.abort();
        expect(await ended).toBe(0);
        out.end();
        return JSON.parse(await text(out));
      },
    };
  };
  const source = (count: number) => ({
    name: `source-${id}`,
    'connector.class': 'test.Counting',
    topic,
    count: String(count),
  });

  test('a source continues in the next process, also one that takes over from it, and a sink puts all of it', async () => {
    const topics = await connectKafkaTopics(kafkaSettings(env));
    const written = async () =>
      (await topics.ranges(topic)) === undefined
        ? []
        : (await readAll(topics, topic)).map(({ value }) => Number(value));
    const until = async (count: number) => {
      while ((await written()).length < count) await pause();
    };
    const starts: number[] = [];
    const counting = countingSource({ onStart: (from) => starts.push(from) });
    const first = start(source(4), counting);
    await until(4);
    expect((await first.stop()).connectors).toMatchObject([{ tasks: [{ records: 4, failures: 0 }] }]);
    const second = start(source(7), counting);
    await until(7);
    // nobody has stopped the one before
    const third = start(source(12), counting);
    await until(12);
    expect(await written()).toEqual(Array.from({ length: 12 }, (_, i) => i));
    expect(starts).toEqual([0, 4, 7]);

    const into = collected();
    const sink = start(
      { name: `sink-${id}`, 'connector.class': 'test.Collecting', topics: topic },
      collectingSink(into),
    );
    while (into.put.size < 12) await pause();
    await sink.stop();
    expect([...into.put.values()]).toEqual(Array.from({ length: 12 }, (_, value) => value));
    await Promise.all([second.stop(), third.stop()]);
    await topics.close();
  });
});
