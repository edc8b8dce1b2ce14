/** On a real S3 server, which is killed while records come. */
import { AwsClient } from 'aws4fetch';
import { hostConnectors } from '../../../src/database/host-connectors.ts';
import { openDatabase } from '../../../src/database/open-database.ts';
import { describeOnS3 } from '../../support/s3/on-s3.ts';
import { ACCESS_KEY } from '../../support/s3/s3-server.ts';
import { readParquet } from './read-parquet.ts';

const COUNT = 40;
const nameOf = (offset: number) =>
  `topics/numbers/partition=0/numbers+0+${String(offset).padStart(10, '0')}.snappy.parquet`;

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

describeOnS3('the S3 sink', (server) => {
  it('has each record in one object of a bucket, while the server is away and the process begins again', async () => {
    const aws = new AwsClient({
      accessKeyId: ACCESS_KEY.id,
      secretAccessKey: ACCESS_KEY.secret,
      service: 's3',
    });
    const db = await openDatabase();
    await db.topics.create([{ name: 'numbers', partitions: 1 }]);
    const produce = (from: number) =>
      db.topics.produce(
        Array.from({ length: COUNT / 2 }, (_, i) => ({
          topic: 'numbers',
          key: null,
          value: String(from + i),
        })),
      );
    const host = () =>
      hostConnectors({
        connectTopics: () => db.connectTopics(),
        retryMs: 1,
        env: { S3_ID: ACCESS_KEY.id, S3_SECRET: ACCESS_KEY.secret },
      });
    let worker = await host();
    // also of a test that fails: what tries again for ever would keep the process
    ends.push(
      () => worker.close(),
      () => db.close(),
    );
    await produce(0);
    await worker.create('archive', {
      'connector.class': 'io.confluent.connect.s3.S3SinkConnector',
      topics: 'numbers',
      'key.converter': 'org.apache.kafka.connect.converters.ByteArrayConverter',
      'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'store.url': server().url,
      's3.bucket.name': 'archive',
      's3.part.retries': '1',
      's3.retry.backoff.ms': '1',
      'aws.access.key.id': '${env:S3_ID}',
      'aws.secret.access.key': '${env:S3_SECRET}',
      'format.class': 'io.confluent.connect.s3.format.parquet.ParquetFormat',
      'record.columns': 'offset',
      'errors.retry.delay.max.ms': '20',
      'flush.size': '10',
    });
    const task = () => worker.get('archive').tasks()[0];
    await worker.until(() => task()?.state === 'RUNNING');
    await server().crash();
    await produce(COUNT / 2);
    await worker.until(() => (task()?.counts.failures ?? 0) > 0);
    expect(task()?.trace).not.toContain(ACCESS_KEY.secret);
    // the process ends and begins again while it is away
    await worker.close();
    await server().restart();
    worker = await host();
    const reach = async (offset: number): Promise<Record<string, unknown>[]> => {
      for (;;) {
        const answer = await aws.fetch(`${server().url}/archive/${nameOf(offset).replaceAll('+', '%2B')}`);
        if (answer.status === 200) return readParquet(new Uint8Array(await answer.arrayBuffer()));
        await answer.text();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const rows: Record<string, unknown>[] = [];
    while (rows.length < COUNT) rows.push(...(await reach(rows.length)));
    expect(rows).toEqual(Array.from({ length: COUNT }, (_, i) => ({ value: String(i), _offset: BigInt(i) })));
    const listed = await (await aws.fetch(`${server().url}/archive?list-type=2`)).text();
    expect([...listed.matchAll(/<Key>/g)]).toHaveLength(COUNT / 10);
  });
});
