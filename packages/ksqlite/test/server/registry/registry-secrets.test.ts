/** What a server is told of its Schema Registry's users stays with it. */
import { openDatabase } from '../../../src/database/open-database.ts';
import { startKsqlServer } from '../../../src/server/ksql-server.ts';

const LOOPBACK = { host: '127.0.0.1', port: 0 };

it('shows no secret: not in answers, not in messages, not in the log, not in metrics, not in what it stores', async () => {
  const told: string[] = [];
  const tell = (text: string, details?: unknown): void => {
    told.push(text, JSON.stringify(typeof details === 'function' ? details() : details) ?? '');
  };
  const registryDatabase = await openDatabase();
  const registry = await startKsqlServer({
    database: registryDatabase,
    ...LOOPBACK,
    registry: LOOPBACK,
    token: 'r1ght',
  });
  const url = registry.registryUrl?.replace('//', '//you:s3cret-1@') ?? '';
  const database = await openDatabase({
    properties: {
      'ksql.schema.registry.url': url,
      'ksql.schema.registry.basic.auth.user.info': 'me:s3cret-2',
      'ksql.schema.registry.ssl.key.password': 's3cret-3',
    },
    onProblem: ({ text }) => tell(text),
    onRegistryState: ({ text }) => tell(text),
  });
  const server = await startKsqlServer({
    database,
    ...LOOPBACK,
    logger: { debug: tell, info: tell, warn: tell, error: tell },
  });
  const ask = async (ksql: string): Promise<string> => {
    const body = JSON.stringify({ ksql });
    const answer = await fetch(`${server.url}/ksql`, { method: 'POST', body });
    return answer.text();
  };
  const properties = await ask('SHOW PROPERTIES;');
  expect(properties).toContain(
    JSON.stringify({
      name: 'ksql.schema.registry.basic.auth.user.info',
      scope: 'KSQL',
      value: '[hidden]',
      editable: true,
      level: 'QUERY',
    }),
  );
  expect(properties).toContain(`"value":"${registry.registryUrl}"`);
  const refused = await ask(
    `CREATE STREAM a (v INT) WITH (KAFKA_TOPIC='a', VALUE_FORMAT='AVRO', PARTITIONS=1);`,
  );
  expect(refused).toContain('does not take the user and the password that it is given (401)');
  expect(told).toContainEqual(expect.stringMatching(/^the Schema Registry at .* does not take the user/));
  await expect(
    database.execute(`CREATE STREAM a WITH (KAFKA_TOPIC='a', VALUE_FORMAT='AVRO', PARTITIONS=1);`),
  ).rejects.toMatchObject({
    code: 'SCHEMA_REGISTRY',
    hint: expect.stringContaining('submit it again'),
  });
  await ask(`CREATE STREAM j (v INT) WITH (KAFKA_TOPIC='j', VALUE_FORMAT='JSON', PARTITIONS=1);`);
  const said = [
    properties,
    refused,
    await ask('DESCRIBE j EXTENDED;'),
    await ask('CREATE STREAM k AS SELECT * FROM j; EXPLAIN SELECT * FROM k EMIT CHANGES;'),
    await (await fetch(`${server.url}/metrics`)).text(),
    await (await fetch(`${server.url}/info`)).text(),
    ...told,
  ];
  for (const topic of ['_ksql-commands', 'KSQL_PROCESSING_LOG'])
    for (const { value } of await database.topics.read(topic, 0, 0, 100).catch(() => []))
      said.push(String(value));
  expect(said.join('\n')).not.toMatch(/s3cret/);
  expect(told.join('\n')).toContain('refused');
  await server.close();
  await database.close();
  await registry.close();
  await registryDatabase.close();
});
