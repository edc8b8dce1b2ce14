import { until } from '../../../../../test/support/line-process.ts';
import { topicCommand } from '../../../src/cli/topic/topic-command.ts';
import { chooseEmbedded, chooseKafka, kafkaAway, startCommand } from '../../support/command-context.ts';
import { inMemoryBroker } from '../../support/in-memory-topics.ts';

async function broker() {
  const { connect } = inMemoryBroker({ markers: true });
  const topics = connect();
  await topics.create([{ name: 't', partitions: 2 }]);
  return { connect, topics };
}
const record = (n: number) => ({
  topic: 't',
  key: `k${n}`,
  value: `{"n":${n}}`,
  timestamp: 7,
  partition: n % 2,
});
const numbers = (text: string): readonly number[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).value.n)
    .sort((a, b) => a - b);

describe('npm run topic on Kafka', () => {
  it('writes what is there', async () => {
    const { connect, topics } = await broker();
    for (let n = 0; n < 5; n++) await topics.produce([record(n)]);
    const run = startCommand(topicCommand(chooseKafka(connect)), ['t']);
    expect(await run.ended).toBe(0);
    expect(numbers(run.stdout())).toEqual([0, 1, 2, 3, 4]);
  });

  it('follows what comes, each record once, over failures in between', async () => {
    const { connect, topics } = await broker();
    let reads = 0;
    const choose = chooseKafka(() => {
      const own = connect();
      return {
        ...own,
        read: async (...args) => {
          if (++reads % 4 === 0) throw kafkaAway();
          return own.read(...args);
        },
      };
    });
    const run = startCommand(topicCommand(choose), ['t', '--follow']);
    for (let n = 0; n < 8; n++) {
      await topics.produce([record(n)]);
      await until(`${n} is written`, () => run.stdout().includes(`{"n":${n}}`));
    }
    run.stop();
    expect(await run.ended).toBe(0);
    expect(numbers(run.stdout())).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('names the topics that there are when asked for another one', async () => {
    const { connect } = await broker();
    const run = startCommand(topicCommand(chooseKafka(connect)), ['x']);
    await expect(run.ended).rejects.toMatchObject({
      code: 'TOPIC_UNKNOWN',
      message: 'There is no topic "x" in Kafka; it has t',
    });
  });

  it('follows no topic that is not there: it says so at once', async () => {
    const { connect } = await broker();
    const run = startCommand(topicCommand(chooseKafka(connect)), ['x', '--follow']);
    await expect(run.ended).rejects.toMatchObject({ code: 'TOPIC_UNKNOWN' });
    expect(run.stderr()).toBe('');
  });

  it.each([
    ['--data', chooseKafka(() => Promise.reject(kafkaAway())), /^--data: is for the embedded engine/],
    ['--follow', chooseEmbedded, /^--follow: works on Kafka alone/],
  ])('refuses %s where it has no meaning', async (option, choose, message) => {
    const run = startCommand(topicCommand(choose), ['t', option, ...(option === '--data' ? ['x'] : [])]);
    await expect(run.ended).rejects.toMatchObject({ code: 'USAGE', message: expect.stringMatching(message) });
  });
});
