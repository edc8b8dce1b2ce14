/** PROTOBUF in statements: what is registered, written, inferred and read, and records that can't be. */
import { openEngine } from '../../src/engine/engine.ts';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { openTopicLog } from '../../src/log/topic-log.ts';
import { caughtUp } from '../../src/runtime/caught-up.ts';
import { MemoryRegistry } from '../../src/schemas/memory-registry.ts';
import { takeAll } from '../queries/support/take.ts';

function open(registry: MemoryRegistry) {
  const log = openTopicLog({ disk: memoryDisk(), now: () => 1_000 });
  const problems: string[] = [];
  const engine = openEngine({
    log,
    now: () => 1_000,
    properties: { 'auto.offset.reset': 'earliest' },
    schemaRegistry: registry,
    onProcessingError: ({ message }) => problems.push(message),
  });
  const hex = (bytes: unknown): string | null =>
    bytes === null ? null : Buffer.from(bytes as Buffer).toString('hex');
  /** Keys and values of a topic. */
  const records = (topic: string): readonly (readonly [string | null, string | null])[] =>
    (log.topics.get(topic)?.partitions ?? []).flatMap((partition) =>
      Array.from({ length: partition.logEndOffset }, (_, offset) => {
        const { key, value } = partition.get(offset);
        return [hex(key), hex(value)] as const;
      }),
    );
  const append = (topic: string, key: string | null, value: string): void => {
    const [partition] = log.topics.get(topic)?.partitions ?? [];
    if (partition === undefined) throw new Error(`no topic ${topic}`);
    log.append(partition, 1_000, key === null ? null : Buffer.from(key, 'hex'), Buffer.from(value, 'hex'));
    engine.scheduler.wake();
  };
  return { engine, problems, records, append, caughtUp: () => caughtUp(engine.scheduler) };
}

it('registers the messages of keys and values, and writes them with their ids', async () => {
  const registry = new MemoryRegistry();
  const { engine, records, caughtUp } = open(registry);
  await engine.execute(
    `CREATE STREAM s (k INT KEY, a VARCHAR) WITH (KAFKA_TOPIC='s', FORMAT='PROTOBUF', PARTITIONS=1);
     CREATE STREAM o WITH (VALUE_PROTOBUF_NULLABLE_REPRESENTATION='OPTIONAL') AS SELECT k, LEN(a) AS n FROM s;
     INSERT INTO s VALUES (3, 'hi'); INSERT INTO s (k) VALUES (0);`,
  );
  await caughtUp();
  expect(registry.version('s-key')?.schema).toBe(
    'syntax = "proto3";\n\nmessage ConnectDefault1 {\n  int32 K = 1;\n}\n',
  );
  expect(registry.version('O-value')?.schema).toContain('optional int32 N = 1;');
  const ids = ['s-key', 's-value', 'O-value'].map((subject) => registry.version(subject)?.id);
  const [key, value, made] = ids.map((id) => `000000000${id}`);
  expect(records('s')).toEqual([
    [`${key}000803`, `${value}000a026869`],
    [`${key}00`, `${value}00`],
  ]);
  // the text that was NULL is read as an empty one
  expect(records('O')).toEqual([
    [`${key}000803`, `${made}000802`],
    [`${key}00`, `${made}000800`],
  ]);
  await engine.close();
});

it('infers columns, reads what each record says it is, and reports what can’t be read', async () => {
  const registry = new MemoryRegistry();
  const { id } = registry.register('t-value', {
    type: 'PROTOBUF',
    schema: `syntax = "proto3"; import "google/protobuf/wrappers.proto";
      message Order { string item = 1; google.protobuf.Int32Value pieces = 2; Kind kind = 3; enum Kind { NEW = 0; OLD = 1; } }
      message Other { int32 pieces = 9; }`,
    references: [],
  });
  const { engine, records, problems, append, caughtUp } = open(registry);
  await engine.execute(
    `CREATE STREAM other (x INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);
     CREATE STREAM t WITH (KAFKA_TOPIC='t', VALUE_FORMAT='PROTOBUF', VALUE_SCHEMA_FULL_NAME='Order');
     CREATE STREAM o WITH (VALUE_FORMAT='JSON') AS SELECT * FROM t;`,
  );
  const header = `000000000${id}`;
  append('t', null, `${header}000a0161120208051801`);
  append('t', null, `${header}02024807`);
  append('t', null, `${header}0009`);
  append('t', null, `${header}0212`);
  append('t', null, `${header}00`);
  await caughtUp();
  const json = (value: object): string => Buffer.from(JSON.stringify(value)).toString('hex');
  expect(records('O').map(([, value]) => value)).toEqual([
    json({ ITEM: 'a', PIECES: 5, KIND: 'OLD' }),
    json({ ITEM: null, PIECES: 7, KIND: null }),
    json({ ITEM: '', PIECES: null, KIND: 'NEW' }),
  ]);
  expect(problems).toHaveLength(2);
  await engine.close();
});

it('keeps records without a key without one, and groups by keys in messages', async () => {
  const registry = new MemoryRegistry();
  const { engine, records, append, caughtUp } = open(registry);
  await engine.execute(
    `CREATE STREAM s (k INT KEY, a VARCHAR) WITH (KAFKA_TOPIC='s', KEY_FORMAT='PROTOBUF', VALUE_FORMAT='PROTOBUF_NOSR', PARTITIONS=1);
     CREATE STREAM o AS SELECT * FROM s;
     CREATE TABLE n WITH (KEY_FORMAT='PROTOBUF_NOSR', VALUE_FORMAT='PROTOBUF_NOSR') AS SELECT a, COUNT(*) AS c FROM s GROUP BY a;`,
  );
  append('s', null, '0a0178');
  append('s', null, '0a0178');
  await caughtUp();
  expect(records('O')).toEqual([
    [null, '0a0178'],
    [null, '0a0178'],
  ]);
  expect(records('N').at(-1)).toEqual(['0a0178', '0802']);
  await engine.close();
});

it('gives a pull query the rows of a join as the sink’s format has them', async () => {
  const { engine, caughtUp } = open(new MemoryRegistry());
  await engine.execute(
    `CREATE TABLE l (k INT PRIMARY KEY, a INT) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='PROTOBUF', PARTITIONS=1);
     CREATE TABLE r (k INT PRIMARY KEY, b VARCHAR) WITH (KAFKA_TOPIC='r', VALUE_FORMAT='PROTOBUF', PARTITIONS=1);
     CREATE TABLE both AS SELECT l.k AS k, a, b FROM l LEFT JOIN r ON l.k = r.k;
     CREATE TABLE in_json WITH (VALUE_FORMAT='JSON') AS SELECT l.k AS k, a, b FROM l LEFT JOIN r ON l.k = r.k;
     INSERT INTO l (k, a) VALUES (1, 5);`,
  );
  await caughtUp();
  const pull = async (table: string) => takeAll(await engine.query(`SELECT * FROM ${table};`));
  // the right side has no row: NULL, of which PROTOBUF makes an empty text
  expect([await pull('both'), await pull('in_json')]).toEqual([[[1, 5, '']], [[1, 5, null]]]);
  await engine.close();
});
