/** Statements whose records name their schema: inference, registration, what is stored, and a registry that answers late. */
import { jest } from '@jest/globals';
import { openEngine } from '../../src/engine/engine.ts';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { openTopicLog } from '../../src/log/topic-log.ts';
import type { Source } from '../../src/metastore/source.ts';
import { caughtUp } from '../../src/runtime/caught-up.ts';
import { KnownSchemas } from '../../src/schemas/known-schemas.ts';
import { MemoryRegistry } from '../../src/schemas/memory-registry.ts';
import { SchemaNotLoadedError } from '../../src/schemas/schema-lookup.ts';
import {
  type RegisteredSchema,
  type SchemaRegistry,
  SchemaRegistryError,
  type SchemaText,
  type SubjectVersion,
} from '../../src/schemas/schema-registry.ts';
import { type ScriptStatement, scriptStatements } from '../../src/statements/session/script-statements.ts';
import { openSession } from '../../src/statements/session/session.ts';

function open(registry: SchemaRegistry, disk = memoryDisk()) {
  const log = openTopicLog({ disk, now: () => 1_000 });
  const problems: string[] = [];
  const engine = openEngine({
    log,
    now: () => 1_000,
    properties: { 'auto.offset.reset': 'earliest' },
    schemaRegistry: registry,
    onProcessingError: ({ message }) => problems.push(message),
  });
  /** What a topic holds: the schema's id of each value, and its payload. */
  const valuesOf = (topic: string): readonly (readonly [number, string])[] =>
    (log.topics.get(topic)?.partitions ?? []).flatMap((partition) =>
      Array.from({ length: partition.logEndOffset }, (_, offset) => {
        const value = partition.get(offset).value as Buffer;
        return [value.readInt32BE(1), value.subarray(5).toString()] as const;
      }),
    );
  const append = (topic: string, value: Buffer): void => {
    const [partition] = log.topics.get(topic)?.partitions ?? [];
    if (partition === undefined) throw new Error(`no topic ${topic}`);
    log.append(partition, 1_000, 'k', value);
    engine.scheduler.wake();
  };
  return { engine, log, disk, problems, valuesOf, append, caughtUp: () => caughtUp(engine.scheduler) };
}

const record = (id: number, payload: string): Buffer =>
  Buffer.concat([Buffer.from([0, 0, 0, 0, id]), Buffer.from(payload)]);

const properties = (value: object): string => JSON.stringify({ type: 'object', properties: value });
const json = (schema: string): SchemaText => ({ type: 'JSON', schema, references: [] });

const S = `CREATE STREAM s (k VARCHAR KEY, a INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON_SR', PARTITIONS=1);`;

/** For what settles within some turns of the event loop. */
async function untilTrue(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

/** Answers later, and counts what it was asked. */
class LateRegistry implements SchemaRegistry {
  readonly inner = new MemoryRegistry();
  readonly loaded = new Set<number>();
  readonly asked: string[] = [];
  fails = 0;

  known(id: number): RegisteredSchema | undefined {
    return this.loaded.has(id) ? this.inner.known(id) : undefined;
  }

  async load(id: number): Promise<RegisteredSchema | undefined> {
    this.asked.push(`load ${id}`);
    if (this.fails-- > 0) throw new SchemaRegistryError(500, 50001, 'the registry is away');
    this.loaded.add(id);
    return this.inner.known(id);
  }

  async version(subject: string, version?: number): Promise<SubjectVersion | undefined> {
    this.asked.push(`version ${subject}`);
    return this.inner.version(subject, version);
  }

  async remove(subject: string): Promise<void> {
    this.asked.push(`remove ${subject}`);
    this.inner.remove(subject);
  }

  async register(subject: string, schema: SchemaText): Promise<RegisteredSchema> {
    this.asked.push(`register ${subject}`);
    return this.inner.register(subject, schema);
  }
}

describe('a statement whose records name their schema', () => {
  it('registers what it declares and what it makes, and writes with that', async () => {
    const registry = new MemoryRegistry();
    const { engine, valuesOf, caughtUp } = open(registry);
    await engine.execute(
      `${S} CREATE STREAM o AS SELECT k, a + 1 AS b FROM s; INSERT INTO s VALUES ('x', 1);`,
    );
    await caughtUp();
    const declared = registry.version('s-value');
    const made = registry.version('O-value');
    expect(declared?.schema).toContain('"A":{"connect.index":0');
    expect(made?.schema).toContain('"B":{"connect.index":0');
    expect(registry.version('s-key')).toBeUndefined();
    expect(valuesOf('s')).toEqual([[declared?.id, '{"A":1}']]);
    expect(valuesOf('O')).toEqual([[made?.id, '{"B":2}']]);
    await engine.close();
  });

  it('leaves a subject as it is that has a schema, and writes with that', async () => {
    const registry = new MemoryRegistry();
    const own = properties({
      A: { type: 'integer', 'connect.type': 'int32' },
      more: { type: 'string', default: 'x' },
    });
    const { id } = registry.register('s-value', json(own));
    const { engine, valuesOf } = open(registry);
    await engine.execute(`${S} INSERT INTO s VALUES ('x', 1);`);
    expect(registry.version('s-value')).toMatchObject({ version: 1, schema: own });
    expect(valuesOf('s')).toEqual([[id, '{"A":1,"more":"x"}']]);
    await engine.close();
  });

  it('takes columns from the registry, and stores them with the statement', async () => {
    const registry = new MemoryRegistry();
    registry.register('t-key', json('{"type":"string"}'));
    registry.register('t-value', json(properties({ id: { type: 'integer' }, name: { type: 'string' } })));
    const { engine, disk } = open(registry);
    await engine.execute(`CREATE TABLE t WITH (KAFKA_TOPIC='t', FORMAT='JSON_SR', PARTITIONS=1);`);
    const [source] = engine.sources();
    expect(source?.keys.map(({ name }) => name)).toEqual(['ROWKEY']);
    expect(source?.values.map(({ name, type }) => [name, type.kind])).toEqual([
      ['NAME', 'STRING'],
      ['ID', 'BIGINT'],
    ]);
    expect(source?.sql).toBe(
      "CREATE TABLE T (ROWKEY STRING PRIMARY KEY, NAME STRING, ID BIGINT) WITH (KAFKA_TOPIC='t', FORMAT='JSON_SR', PARTITIONS=1);",
    );
    await engine.close();
    const again = open(new MemoryRegistry(), disk);
    expect(again.engine.sources().map(({ sql }) => sql)).toEqual([source?.sql]);
    await again.engine.close();
  });

  it('reads each record by its own schema, and reports those that can’t be read', async () => {
    const registry = new MemoryRegistry();
    const { engine, valuesOf, append, problems, caughtUp } = open(registry);
    await engine.execute(`${S} CREATE STREAM o WITH (VALUE_FORMAT='JSON_SR') AS SELECT k, a FROM s;`);
    const other = registry.register(
      's-value',
      json(properties({ a: { type: 'integer', 'connect.type': 'int16' } })),
    );
    append('s', record(1, '{"A":1}'));
    append('s', record(other.id, '{"a":2}'));
    append('s', record(99, '{"A":3}'));
    append('s', Buffer.from('{"A":4}'));
    append('s', record(1, '{"A":5}'));
    await caughtUp();
    expect(valuesOf('O').map(([, payload]) => payload)).toEqual(['{"A":1}', '{"A":2}', '{"A":5}']);
    expect(problems).toEqual([
      's, partition 0, offset 2: Error retrieving JSON value schema for id 99',
      's, partition 0, offset 3: Unknown magic byte!',
    ]);
    await engine.close();
  });

  it('writes with what was stored, whatever the registry has at a later start', async () => {
    const { engine, disk, caughtUp, valuesOf } = open(new MemoryRegistry());
    await engine.execute(
      `${S} CREATE STREAM o AS SELECT k, a + 1 AS b FROM s; INSERT INTO s VALUES ('x', 1);`,
    );
    await caughtUp();
    const before = valuesOf('O');
    await engine.close();
    const again = open(new MemoryRegistry(), disk);
    await again.engine.execute(`INSERT INTO s VALUES ('x', 1);`);
    await again.caughtUp();
    expect(again.valuesOf('O')).toEqual([...before, ...before]);
    expect(again.problems).toEqual([]);
    await again.engine.close();
  });

  it.each([
    [
      'no subject',
      `CREATE STREAM x WITH (KAFKA_TOPIC='x', VALUE_FORMAT='JSON_SR', PARTITIONS=1);`,
      "Schema for message values on topic 'x' does not exist in the Schema Registry.\nSubject: x-value",
    ],
    [
      'another type of schema',
      `CREATE STREAM x WITH (KAFKA_TOPIC='avro', VALUE_FORMAT='JSON_SR', PARTITIONS=1);`,
      "Value schema is not in the expected format. You may want to set VALUE_FORMAT to 'AVRO'.\ntopic: avro",
    ],
    [
      'a schema that is not columns',
      `CREATE STREAM x WITH (KAFKA_TOPIC='number', VALUE_FORMAT='JSON_SR', PARTITIONS=1);`,
      'Schema returned from schema registry is anonymous type.',
    ],
    [
      'columns beside a schema id',
      `CREATE STREAM x (a INT) WITH (KAFKA_TOPIC='x', VALUE_FORMAT='JSON_SR', VALUE_SCHEMA_ID=1, PARTITIONS=1);`,
      'Table elements and VALUE_SCHEMA_ID cannot both exist for create statement.',
    ],
    [
      'a result that is not of the schema',
      `CREATE STREAM x WITH (VALUE_SCHEMA_ID=3) AS SELECT k, a FROM s;`,
      'The following value columns are changed, missing or reordered: [`A` INTEGER]. Schema from schema registry is [`A` BIGINT]',
    ],
    [
      'a full name of a format without',
      `CREATE STREAM x (a INT) WITH (KAFKA_TOPIC='x', VALUE_FORMAT='JSON', VALUE_SCHEMA_FULL_NAME='n', PARTITIONS=1);`,
      'JSON does not support the following configs: [fullSchemaName]',
    ],
    [
      'both names of the full name',
      `CREATE STREAM x (a INT) WITH (KAFKA_TOPIC='x', VALUE_FORMAT='JSON_SR', VALUE_SCHEMA_FULL_NAME='n', VALUE_AVRO_SCHEMA_FULL_NAME='n', PARTITIONS=1);`,
      "Cannot supply both 'VALUE_AVRO_SCHEMA_FULL_NAME' and 'VALUE_SCHEMA_FULL_NAME' properties.",
    ],
    [
      'how null is said, of a format without messages',
      `CREATE STREAM x (a INT) WITH (KAFKA_TOPIC='x', VALUE_FORMAT='JSON_SR', VALUE_PROTOBUF_NULLABLE_REPRESENTATION='OPTIONAL', PARTITIONS=1);`,
      'Property VALUE_PROTOBUF_NULLABLE_REPRESENTATION can only be enabled with protobuf format',
    ],
  ])('is refused: %s', async (_, sql, message) => {
    const registry = new MemoryRegistry();
    registry.register('avro-value', { type: 'AVRO', schema: '"string"', references: [] });
    registry.register('number-value', json('{"type":"integer"}'));
    registry.register('z-value', json(properties({ A: { type: 'integer' } })));
    const { engine } = open(registry);
    await engine.execute(S);
    await expect(engine.execute(sql)).rejects.toMatchObject({
      code: 'SQL_INVALID',
      message: expect.stringContaining(message),
    });
    expect(engine.sources().map(({ name }) => name)).toEqual(['S']);
    expect(registry.version('x-value')).toBeUndefined();
    await engine.close();
  });

  it('is refused with the registry’s words where that refuses its schema', async () => {
    class Strict extends MemoryRegistry {
      override register(): never {
        throw new SchemaRegistryError(
          409,
          409,
          'Schema being registered is incompatible with an earlier schema',
        );
      }
    }
    const { engine } = open(new Strict());
    await expect(engine.execute(S)).rejects.toMatchObject({
      message:
        'Could not register schema for topic: Schema being registered is incompatible with an earlier schema',
      hint: expect.stringContaining('PUT /config/s-value {"compatibility":"NONE"}'),
    });
    expect(engine.sources()).toEqual([]);
    await engine.close();
  });

  it('says what helps where columns that were inferred in capitals can’t be inserted', async () => {
    const registry = new MemoryRegistry();
    registry.register('s-value', {
      type: 'AVRO',
      schema: '{"type":"record","name":"P","fields":[{"name":"payId","type":"string"}]}',
      references: [],
    });
    const { engine } = open(registry);
    const sql = "CREATE STREAM s WITH (KAFKA_TOPIC='s', VALUE_FORMAT='AVRO', PARTITIONS=1);";
    await expect(engine.execute(`${sql} INSERT INTO s VALUES ('a');`)).rejects.toMatchObject({
      message: expect.stringContaining('Schema from Schema Registry misses field with name: PAYID'),
      hint: expect.stringContaining('VALUE_SCHEMA_ID'),
    });
    await engine.close();
  });

  it('registers nothing for a statement whose topic or query id is refused', async () => {
    const registry = new MemoryRegistry();
    const { engine, log } = open(registry);
    await engine.execute(`
      CREATE STREAM s (k VARCHAR KEY, a INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
      CREATE STREAM o WITH (VALUE_FORMAT='JSON_SR') AS SELECT * FROM s;
      INSERT INTO o WITH (QUERY_ID='mine') SELECT * FROM s;`);
    await registry.remove('O-value');
    log.createTopic('of-two', 2);
    log.createTopic('kept', 1, { retentionMs: 5_000 });
    for (const [sql, refusal] of [
      [
        "CREATE STREAM t WITH (KAFKA_TOPIC='of-two', PARTITIONS=1, VALUE_FORMAT='JSON_SR') AS SELECT * FROM s;",
        'TOPIC_PARTITIONS',
      ],
      ["CREATE STREAM t WITH (KAFKA_TOPIC='a/b', VALUE_FORMAT='JSON_SR') AS SELECT * FROM s;", 'SQL_INVALID'],
      [
        "CREATE STREAM t (a INT) WITH (KAFKA_TOPIC='kept', RETENTION_MS=7, VALUE_FORMAT='JSON_SR');",
        'SQL_INVALID',
      ],
      ["INSERT INTO o WITH (QUERY_ID='mine') SELECT * FROM s;", 'SQL_INVALID'],
    ] as const)
      await expect(engine.execute(sql)).rejects.toMatchObject({ code: refusal });
    for (const subject of ['of-two-value', 'a/b-value', 'kept-value', 'O-value'])
      expect(registry.version(subject)).toBeUndefined();
    await engine.close();
  });

  it('writes nothing to the topics of the engine itself', async () => {
    const { engine } = open(new MemoryRegistry());
    const declared = `CREATE STREAM s (v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
      CREATE STREAM own (v INT) WITH (KAFKA_TOPIC='_schemas', VALUE_FORMAT='JSON', PARTITIONS=1);`;
    await engine.execute(declared);
    for (const sql of [
      'INSERT INTO own VALUES (1);',
      'INSERT INTO own SELECT * FROM s;',
      "CREATE STREAM t WITH (KAFKA_TOPIC='_schemas') AS SELECT * FROM s;",
    ])
      await expect(engine.execute(sql)).rejects.toThrow(/^Cannot insert .*into read-only topic: _schemas$/);
    await engine.close();
  });

  it('writes with a new version once a column is added', async () => {
    const registry = new MemoryRegistry();
    const { engine, disk, valuesOf } = open(registry);
    await engine.execute(`${S} ALTER STREAM s ADD COLUMN b INT; INSERT INTO s VALUES ('x', 1, 2);`);
    expect(registry.version('s-value')).toMatchObject({ version: 2 });
    const written = [[registry.version('s-value')?.id, '{"A":1,"B":2}']];
    expect(valuesOf('s')).toEqual(written);
    await engine.close();
    const again = open(new MemoryRegistry(), disk);
    await again.engine.execute(`INSERT INTO s VALUES ('x', 1, 2);`);
    expect(again.valuesOf('s')).toEqual([...written, ...written]);
    await again.engine.close();
  });

  it('keeps how NULL is said, of messages without a schema as well, when a column is added', async () => {
    const { engine } = open(new MemoryRegistry());
    await engine.execute(`
      CREATE STREAM n (a INT) WITH (KAFKA_TOPIC='n', VALUE_FORMAT='PROTOBUF_NOSR',
        VALUE_PROTOBUF_NULLABLE_REPRESENTATION='OPTIONAL', PARTITIONS=1);
      ALTER STREAM n ADD COLUMN b INT;`);
    const { valueCodec } = engine.sources()[0] as Source;
    expect(valueCodec.decode(valueCodec.encode([0, null], 0))).toEqual([0, null]);
    await engine.close();
  });

  it('joins and queries by keys of such a format, over several partitions', async () => {
    const { engine, caughtUp, problems } = open(new MemoryRegistry());
    await engine.execute(`
      CREATE STREAM l (k VARCHAR KEY, id INT) WITH (KAFKA_TOPIC='l', FORMAT='JSON_SR', PARTITIONS=3);
      CREATE TABLE r (id INT PRIMARY KEY, name VARCHAR) WITH (KAFKA_TOPIC='r', FORMAT='JSON_SR', PARTITIONS=3);
      CREATE STREAM j AS SELECT l.id, l.k, r.name FROM l JOIN r ON l.id = r.id;
      ${[1, 2, 3, 4, 5].map((id) => `INSERT INTO r (ROWTIME, id, name) VALUES (1, ${id}, 'n${id}');`).join('')}
      ${[1, 2, 3, 4, 5].map((id) => `INSERT INTO l (ROWTIME, k, id) VALUES (2, 'k${id}', ${id});`).join('')}`);
    await caughtUp();
    const rows = async (sql: string): Promise<unknown[]> => {
      const found: unknown[] = [];
      const query = await engine.query(sql);
      for await (const row of query.rows) found.push([...row]);
      return found.sort();
    };
    const joined = [1, 2, 3, 4, 5].map((id) => [id, `k${id}`, `n${id}`]);
    expect(await rows('SELECT l_id, k, name FROM j;')).toEqual(joined);
    // of a client's query nothing is registered: its keys are those of the table all the same
    expect(await rows('SELECT l.id, l.k, r.name FROM l JOIN r ON l.id = r.id EMIT CHANGES LIMIT 5;')).toEqual(
      joined,
    );
    expect(problems).toEqual([]);
    await engine.close();
  });

  it('leaves no schemas of a topic behind that DROP deletes', async () => {
    const registry = new MemoryRegistry();
    const { engine, valuesOf } = open(registry);
    await engine.execute(`${S} DROP STREAM s;`);
    expect(registry.version('s-value')).toBeDefined();
    await engine.execute(`${S} DROP STREAM s DELETE TOPIC;`);
    expect(registry.version('s-value')).toBeUndefined();
    await engine.execute(`
      CREATE STREAM s (other BIGINT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON_SR', PARTITIONS=1);
      INSERT INTO s VALUES (2);`);
    expect(valuesOf('s').map(([, payload]) => payload)).toEqual(['{"OTHER":2}']);
    await engine.close();
  });

  it('writes with the schema of an id, names and all', async () => {
    const registry = new MemoryRegistry();
    const { id } = registry.register(
      'other',
      json(properties({ low: { type: 'integer' }, a: { type: 'string' } })),
    );
    const { engine, valuesOf, caughtUp } = open(registry);
    await engine.execute(
      `CREATE STREAM d WITH (KAFKA_TOPIC='d', VALUE_FORMAT='JSON_SR', VALUE_SCHEMA_ID=${id}, PARTITIONS=1);
       CREATE STREAM e WITH (VALUE_SCHEMA_ID=${id}) AS SELECT \`a\`, \`low\` FROM d;
       INSERT INTO d (\`low\`, \`a\`) VALUES (1, 'x');`,
    );
    await caughtUp();
    expect(engine.sources()[0]?.values.map(({ name }) => name)).toEqual(['a', 'low']);
    expect(registry.version('d-value')).toMatchObject({ id });
    expect(registry.version('E-value')).toMatchObject({ id });
    expect(valuesOf('d')).toEqual([[id, '{"a":"x","low":1}']]);
    expect(valuesOf('E')).toEqual([[id, '{"a":"x","low":1}']]);
    await engine.close();
  });
});

describe('a registry in another process', () => {
  it('is waited for, and asked nothing at a later start', async () => {
    const registry = new LateRegistry();
    registry.inner.register('t-value', json(properties({ id: { type: 'integer' } })));
    const { engine, disk } = open(registry);
    const t = `CREATE STREAM t WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON_SR', PARTITIONS=1);`;
    await engine.execute(`${t} CREATE STREAM o AS SELECT id + 1 AS n FROM t;`);
    expect(registry.asked).toEqual(['version t-value', 'version t-value', 'register O-value']);
    await engine.close();
    const again = open(registry, disk);
    expect(again.engine.sources().map(({ name }) => name)).toEqual(['T', 'O']);
    expect(registry.asked).toHaveLength(3);
    await again.engine.close();
  });

  it('is asked for the schema of a record, which is read once that has come', async () => {
    const registry = new LateRegistry();
    const { engine, append, valuesOf, problems, log, disk } = open(registry);
    await engine.execute(`${S} CREATE STREAM o AS SELECT k, a FROM s;`);
    const other = registry.inner.register(
      's-value',
      json(properties({ a: { type: 'integer', 'connect.type': 'int16' } })),
    );
    append('s', record(1, '{"A":1}'));
    append('s', record(other.id, '{"a":2}'));
    append('s', record(77, '{"a":3}'));
    append('s', record(1, '{"A":4}'));
    const all = new Promise<void>((resolve) => {
      log.onCommitted(() => {
        if (valuesOf('O').length === 3) resolve();
      });
    });
    await all;
    expect(valuesOf('O').map(([, payload]) => payload)).toEqual(['{"A":1}', '{"A":2}', '{"A":4}']);
    expect(problems).toEqual(['s, partition 0, offset 2: Error retrieving JSON value schema for id 77']);
    expect(registry.asked.filter((question) => question.startsWith('load'))).toEqual([
      `load ${other.id}`,
      'load 77',
    ]);
    await engine.close();

    // a schema that was fetched once is there at the next start, whether the registry is or not
    registry.loaded.clear();
    registry.fails = Number.POSITIVE_INFINITY;
    const again = open(registry, disk);
    again.append('s', record(other.id, '{"a":5}'));
    await again.caughtUp();
    expect(again.valuesOf('O').at(-1)?.[1]).toBe('{"A":5}');
    await again.engine.close();
  });

  it('is waited for without turning over, and nothing is caught up meanwhile', async () => {
    let answer: (() => void) | undefined;
    class HeldRegistry extends LateRegistry {
      override async load(id: number): Promise<RegisteredSchema | undefined> {
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return super.load(id);
      }
    }
    const registry = new HeldRegistry();
    const { engine, append, valuesOf, caughtUp } = open(registry);
    await engine.execute(`${S} CREATE STREAM o AS SELECT k, a FROM s;`);
    const other = registry.inner.register('elsewhere', json(properties({ a: { type: 'string' } })));
    const late = registry.inner.register(
      's-value',
      json(properties({ a: { type: 'integer', 'connect.type': 'int16' } })),
    );
    expect(other.id).not.toBe(late.id);
    await caughtUp();
    append('s', record(late.id, '{"a":2}'));
    append('s', record(1, '{"A":4}'));
    let isCaughtUp = false;
    // several that wait do not wake each other
    const all = Promise.all([caughtUp(), caughtUp()]).then(() => {
      isCaughtUp = true;
    });
    await untilTrue(() => answer !== undefined);
    const cycle = jest.spyOn(engine.scheduler, 'cycle');
    for (let turn = 0; turn < 500; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(cycle.mock.calls.length).toBeLessThan(20);
    expect(isCaughtUp).toBe(false);
    expect(engine.scheduler.backlog()).toBe(2);
    expect(valuesOf('O')).toEqual([]);
    answer?.();
    await all;
    expect(valuesOf('O').map(([, payload]) => payload)).toEqual(['{"A":2}', '{"A":4}']);
    await engine.close();
  });

  it('holds up nothing any more once it has said that it does not have the schema', async () => {
    const { engine, append, valuesOf, problems, caughtUp } = open(new LateRegistry());
    await engine.execute(`${S}
      CREATE STREAM t (k VARCHAR KEY, b INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);
      CREATE STREAM o AS SELECT s.k AS k, a, b FROM s JOIN t WITHIN 1 HOUR ON s.k = t.k;`);
    append('s', record(1, '{"A":1}'));
    append('s', record(77, '{"A":2}'));
    append('t', Buffer.from('{"B":3}'));
    await caughtUp();
    expect(problems).toEqual([
      expect.stringContaining('offset 1: Error retrieving JSON value schema for id 77'),
    ]);
    expect(valuesOf('O').map(([, payload]) => payload)).toEqual(['{"A":1,"B":3}']);
    await engine.close();
  });

  it('is asked again where it does not answer, and nothing is passed over', async () => {
    const registry = new LateRegistry();
    const id = registry.inner.register('s-value', json(properties({ a: { type: 'integer' } }))).id;
    let loaded = 0;
    const waits: (() => void)[] = [];
    const schemas = new KnownSchemas({
      registry,
      now: () => 0,
      onLoaded: () => loaded++,
      delay: (callback) => {
        waits.push(callback);
        return () => undefined;
      },
    });
    registry.fails = 1;
    expect(() => schemas.find(id)).toThrow(SchemaNotLoadedError);
    await untilTrue(() => waits.length === 1);
    expect(() => schemas.find(id)).toThrow(SchemaNotLoadedError);
    waits[0]?.();
    await untilTrue(() => loaded === 1);
    expect(schemas.find(id)).toMatchObject({ id });
    expect(registry.asked).toEqual([`load ${id}`, `load ${id}`]);
    schemas.close();
  });

  it('refuses who can’t wait for it', async () => {
    const { engine } = open(new LateRegistry());
    const session = openSession();
    const [statement] = scriptStatements(S, session, engine);
    expect(() => engine.run(statement as ScriptStatement, session)).toThrow(
      'the Schema Registry is in another process',
    );
    expect(engine.sources()).toEqual([]);
    await engine.close();
  });
});
