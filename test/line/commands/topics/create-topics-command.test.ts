import {
  chooseEmbedded,
  chooseKafka,
  kafkaAway,
  startCommand,
} from '../../../../packages/ksqlite/test/support/command-context.ts';
import { inMemoryBroker } from '../../../../packages/ksqlite/test/support/in-memory-topics.ts';
import { PART_TOPICS, PARTITIONS } from '../../../../src/contracts/topic-names.ts';
import { createTopicsCommand } from '../../../../src/line/commands/topics/create-topics-command.ts';
import { LINE_TOPICS } from '../../../../src/line/topics/line-topics.ts';

describe('npm run topics', () => {
  it('creates every topic with its partitions, and nothing the second time', async () => {
    const { connect } = inMemoryBroker();
    const command = createTopicsCommand(chooseKafka(connect));
    const first = startCommand(command, ['--json']);
    expect(await first.ended).toBe(0);
    expect(JSON.parse(first.stdout())).toEqual({
      created: LINE_TOPICS.map(({ name, partitions }) => ({ name, partitions })),
      existing: [],
    });
    for (const { name, partitions } of LINE_TOPICS)
      expect(await connect().ranges(name)).toHaveLength(partitions);
    const second = startCommand(command, []);
    expect(await second.ended).toBe(0);
    expect(second.stdout()).toContain('rccar-body             4 partitions, was there\n');
    expect(second.stdout()).toContain('rccar-progress         1 partition, was there\n');
    expect(second.stdout()).not.toContain('created');
  });

  it('names every topic with another partition count, and creates none then', async () => {
    const { connect } = inMemoryBroker();
    const topics = connect();
    await topics.create(PART_TOPICS.slice(0, 2).map((name) => ({ name, partitions: 3 })));
    const run = startCommand(createTopicsCommand(chooseKafka(connect)), []);
    await expect(run.ended).rejects.toMatchObject({
      code: 'TOPIC_PARTITIONS',
      message: expect.stringContaining(
        `rccar-body has 3, wants ${PARTITIONS}; rccar-engine has 3, wants ${PARTITIONS}`,
      ),
    });
    expect(await topics.list()).toHaveLength(2);
  });

  it('waits for a broker that is away, and gives up after --wait', async () => {
    const { connect } = inMemoryBroker();
    let tries = 0;
    const late = startCommand(
      createTopicsCommand(
        chooseKafka(() => {
          if (tries++ === 0) throw kafkaAway();
          return connect();
        }),
      ),
      ['--wait', '5'],
    );
    expect(await late.ended).toBe(0);
    expect(late.stderr()).toMatch(/^no broker answers .*; trying again for 5 s\nit answers again/);
    const never = startCommand(createTopicsCommand(chooseKafka(() => Promise.reject(kafkaAway()))), [
      '--wait',
      '0',
    ]);
    await expect(never.ended).rejects.toMatchObject({ code: 'KAFKA_AWAY' });
  });

  it('says what to set where no broker is named', async () => {
    const run = startCommand(createTopicsCommand(chooseEmbedded), []);
    await expect(run.ended).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('KAFKA_BOOTSTRAP: is not set'),
    });
  });

  it('teaches', async () => {
    const run = startCommand(createTopicsCommand(chooseEmbedded), ['--json', '--help']);
    expect(await run.ended).toBe(0);
    expect(run.stdout()).toMatch(/KAFKA_BOOTSTRAP[\s\S]*Examples:[\s\S]*Exit codes:/);
  });
});
