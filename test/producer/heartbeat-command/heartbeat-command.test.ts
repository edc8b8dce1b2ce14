import {
  chooseKafka,
  kafkaAway,
  startCommand,
} from '../../../packages/ksqlite/test/support/command-context.ts';
import { inMemoryBroker } from '../../../packages/ksqlite/test/support/in-memory-topics.ts';
import { HEARTBEAT_PREFIX, PART_TOPICS } from '../../../src/contracts/topic-names.ts';
import { LINE_TOPICS } from '../../../src/line/topics/line-topics.ts';
import { heartbeatCommand } from '../../../src/producer/heartbeat-command/heartbeat-command.ts';
import { until } from '../../support/line-process.ts';

describe('npm run heartbeat', () => {
  it('beats on every partition until it is stopped, over connections that break', async () => {
    const { connect } = inMemoryBroker();
    await connect().create(LINE_TOPICS);
    let writes = 0;
    const choose = chooseKafka(() => {
      const topics = connect();
      return {
        ...topics,
        produce: async (records) => {
          if (++writes === 3) throw kafkaAway();
          await topics.produce(records);
        },
      };
    });
    const run = startCommand(heartbeatCommand(choose), ['--every', '50', '--json']);
    const bodies = async () => (await connect().ranges(PART_TOPICS[0])) ?? [];
    await until('it beats again', async () => (await bodies()).every(({ end }) => end >= 5));
    run.stop();
    expect(await run.ended).toBe(0);
    const counts = JSON.parse(run.stdout());
    expect(counts.failures).toBe(1);
    for (const topic of PART_TOPICS)
      for (const { partition, end } of (await connect().ranges(topic)) ?? []) {
        const records = await connect().read(topic, partition, 0, end);
        expect(records.length).toBe(counts.ticks * (topic === 'rccar-wheel' ? 4 : 1));
        for (const { key } of records) expect(String(key).startsWith(HEARTBEAT_PREFIX)).toBe(true);
      }
    const logged = run
      .stderr()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(logged).toMatchObject([
      { level: 'warn', msg: expect.stringMatching(/^no broker answers/) },
      { level: 'warn', msg: expect.stringMatching(/^it answers again/) },
    ]);
  });

  it('tells whether it beats', async () => {
    const { connect } = inMemoryBroker();
    await connect().create(LINE_TOPICS);
    const port = 20_000 + (process.pid % 20_000);
    const run = startCommand(heartbeatCommand(chooseKafka(connect)), ['--health-port', String(port)]);
    const health = () =>
      fetch(`http://127.0.0.1:${port}/healthcheck`).then(
        ({ status }) => status,
        () => 0,
      );
    await until('it is healthy', async () => (await health()) === 200);
    run.stop();
    expect(await run.ended).toBe(0);
    expect(run.stdout()).toMatch(/^stopped after \d+ ticks\n$/);
    expect(await health()).toBe(0);
  });

  it('gives up when the broker has been away for --wait', async () => {
    const run = startCommand(heartbeatCommand(chooseKafka(() => Promise.reject(kafkaAway()))), [
      '--wait',
      '1',
    ]);
    await expect(run.ended).rejects.toMatchObject({ code: 'KAFKA_AWAY' });
  });
});
