import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Topics } from 'ksqlite/topics';
import {
  chooseKafka,
  kafkaAway,
  startCommand,
} from '../../../packages/ksqlite/test/support/command-context.ts';
import { inMemoryBroker } from '../../../packages/ksqlite/test/support/in-memory-topics.ts';
import { PART_TOPICS } from '../../../src/contracts/topic-names.ts';
import { LINE_TOPICS } from '../../../src/line/topics/line-topics.ts';
import { produceCommand } from '../../../src/producer/produce-command/produce-command.ts';
import { until } from '../../sidecar/cars.ts';
import { selfMovingClock } from '../self-moving-clock.ts';

async function lineTopics(): Promise<() => Topics> {
  const { connect } = inMemoryBroker({ markers: true });
  await connect().create(LINE_TOPICS);
  return connect;
}

/** Part ids on the part topics, sorted. */
async function partIds(topics: Topics): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const topic of PART_TOPICS)
    for (const { partition, end } of (await topics.ranges(topic)) ?? [])
      for (const { value } of await topics.read(topic, partition, 0, end))
        ids.push(JSON.parse(String(value)).id);
  return ids.sort();
}

const CARS = ['--cars', '30', '--rate', '2000', '--doubled', '0'];

async function unbroken(argv: readonly string[]): Promise<readonly string[]> {
  const connect = await lineTopics();
  const clock = selfMovingClock();
  await clock.during(startCommand(produceCommand(chooseKafka(connect)), argv, { clock }).ended);
  return partIds(connect());
}

describe('npm run produce', () => {
  it('sends the cars that were asked for, and reports', async () => {
    const connect = await lineTopics();
    const clock = selfMovingClock();
    const run = startCommand(produceCommand(chooseKafka(connect)), [...CARS, '--json'], { clock });
    expect(await clock.during(run.ended)).toBe(0);
    const ids = await partIds(connect());
    const report = JSON.parse(run.stdout());
    expect(report).toMatchObject({
      total: ids.length,
      sent: ids.length,
      sentNow: ids.length,
      finished: true,
    });
    expect(new Set(ids).size).toBe(ids.length);
    expect(run.stderr()).toBe('');
  });

  it('started again it sends nothing twice; another seed makes other cars', async () => {
    const connect = await lineTopics();
    const clock = selfMovingClock();
    const run = (...more: string[]) => {
      const started = startCommand(produceCommand(chooseKafka(connect)), [...CARS, ...more], { clock });
      return clock.during(started.ended).then(() => started.stdout());
    };
    await run();
    const once = await partIds(connect());
    expect(await run()).toMatch(/^0 parts sent in .* s, (\d+) by earlier runs: \1 of \1\n$/);
    expect(await partIds(connect())).toEqual(once);
    await run('--seed', '2');
    expect((await partIds(connect())).length).toBeGreaterThan(once.length);
  });

  it.each(['before', 'after'])('continues over connections that break %s the write', async (when) => {
    const connect = await lineTopics();
    const clock = selfMovingClock();
    const names: (string | undefined)[] = [];
    let writes = 0;
    const breaking = (name?: string): Topics => {
      names.push(name);
      const topics = connect();
      let broken = false;
      return {
        ...topics,
        produce: async (records) => {
          if (broken) throw new Error('used after it broke');
          broken = ++writes % 3 === 0;
          if (broken && when === 'before') throw kafkaAway();
          await topics.produce(records);
          if (broken) throw kafkaAway();
        },
      };
    };
    const run = startCommand(produceCommand(chooseKafka(breaking)), [...CARS, '--json'], { clock });
    expect(await clock.during(run.ended)).toBe(0);
    const ids = await partIds(connect());
    expect(ids).toEqual(await unbroken(CARS));
    expect(JSON.parse(run.stdout())).toMatchObject({ sent: ids.length, sentNow: ids.length });
    expect(names.length).toBeGreaterThan(3);
    // the newest connection under a name ends what the older ones began
    expect(new Set(names)).toEqual(new Set([expect.stringMatching(/^rccar-produce-[0-9a-f]{16}$/)]));
  });

  it('gives up when the broker has been away for --wait', async () => {
    const clock = selfMovingClock();
    const run = startCommand(
      produceCommand(chooseKafka(() => Promise.reject(kafkaAway()))),
      [...CARS, '--wait', '7'],
      { clock },
    );
    await expect(clock.during(run.ended)).rejects.toMatchObject({
      code: 'KAFKA_AWAY',
      message: expect.stringMatching(/gave up after 7 s/),
    });
    expect(run.stderr()).toMatch(/trying again for 7 s/);
  });

  it('refuses topics with other partition counts, before it sends', async () => {
    const { connect } = inMemoryBroker();
    await connect().create(LINE_TOPICS.map(({ name }) => ({ name, partitions: 2 })));
    const run = startCommand(produceCommand(chooseKafka(connect)), CARS);
    await expect(run.ended).rejects.toMatchObject({ code: 'TOPIC_PARTITIONS' });
    expect(await partIds(connect())).toEqual([]);
  });

  it('waits for topics that are not there yet', async () => {
    const { connect } = inMemoryBroker();
    const clock = selfMovingClock();
    let tries = 0;
    const choose = chooseKafka(async () => {
      if (++tries === 3) await connect().create(LINE_TOPICS);
      return connect();
    });
    const run = startCommand(produceCommand(choose), CARS, { clock });
    expect(await clock.during(run.ended)).toBe(0);
    expect(run.stderr()).toContain('run npm run topics first');
  });

  it('stops in the middle, and continues later', async () => {
    const connect = await lineTopics();
    const argv = ['--cars', '30', '--rate', '200', '--late', '0'];
    const run = startCommand(produceCommand(chooseKafka(connect)), argv);
    await until(async () => (await partIds(connect())).length > 0);
    run.stop();
    expect(await run.ended).toBe(0);
    expect(run.stdout()).toMatch(/start it again to continue/);
    expect(await startCommand(produceCommand(chooseKafka(connect)), argv).ended).toBe(0);
    expect(await partIds(connect())).toEqual(await unbroken(argv));
  });

  it('tells of a file without records', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'rccar-')), 'parts.jsonl');
    writeFileSync(file, '\n \n');
    const run = startCommand(produceCommand(chooseKafka(await lineTopics())), ['--input', file, '--json']);
    expect(await run.ended).toBe(0);
    expect(JSON.parse(run.stdout())).toMatchObject({ total: 0, sent: 0, finished: true });
    expect(run.stderr()).toContain(`--input: ${file} holds no record, so nothing is sent`);
  });

  it('checks the whole file before it connects', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'rccar-')), 'parts.jsonl');
    writeFileSync(file, '{"topic":"rccar-body","key":"k","value":{"id":"b"}}\nnot JSON\n');
    const run = startCommand(produceCommand(chooseKafka(() => Promise.reject(new Error('connected')))), [
      '--input',
      file,
    ]);
    await expect(run.ended).rejects.toMatchObject({ code: 'INPUT_UNREADABLE' });
  });
});
