import { type Config, type Connector, ConnectorError, type ConnectWorker } from '../../src/connect/index.ts';
import type { Database } from '../../src/database/database.ts';
import { type HostOptions, hostConnectors } from '../../src/database/host-connectors.ts';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import type { Logger } from '../../src/logging/logger.ts';
import { openOnDisk } from '../../src/testing/index.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { readAll } from '../support/read-all.ts';
import { collected, collectingSink } from './support/collecting-sink.ts';
import { countingSource } from './support/counting-source.ts';

const disk = () => memoryDisk();
let database: Database;
let worker: ConnectWorker;

async function open(connectors: readonly Connector[], options: Partial<HostOptions> = {}, on = disk()) {
  database = openOnDisk(on, { now: Date.now });
  worker = await hostConnectors({
    connectTopics: () => database.connectTopics(),
    connectors,
    retryMs: 1,
    ...options,
  });
  return on;
}
const close = async () => {
  await worker.close();
  await database.close();
};
afterEach(close);

const COUNTING: Config = { 'connector.class': 'test.Counting', topic: 'numbers', count: '6' };
const numbers = async () => (await readAll(database.topics, 'numbers')).map(({ value }) => Number(value));
const state = (name = 'c') => worker.get(name).tasks()[0]?.state;
const trace = (name = 'c') => worker.get(name).tasks()[0]?.trace;
const records = (name = 'c') => worker.get(name).tasks()[0]?.counts.records ?? 0;

it('continues behind what is committed after a failure, and counts it', async () => {
  const starts: number[] = [];
  const failures = new Map([[3, new Error('the network is away')]]);
  await open([countingSource({ failures, onStart: (from) => starts.push(from) })]);
  await worker.create('c', COUNTING);
  await worker.until(() => records() === 6);
  expect(await numbers()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(starts).toEqual([0, 3]);
  expect(worker.get('c').tasks()[0]?.counts).toMatchObject({ records: 6, failures: 1, errors: 0 });
  expect(worker.get('c').topics).toEqual(['numbers']);
});

it('waits twice as long after each failure, up to the longest pause, and says so', async () => {
  const clock = fakeClock();
  const fails: Connector = {
    ...countingSource(),
    start: async () => {
      throw new Error('away');
    },
  };
  await open([fails], { clock, retryMs: 100 });
  await worker.create('c', { ...COUNTING, 'errors.retry.delay.max.ms': '300' });
  const failures = () => worker.get('c').tasks()[0]?.counts.failures;
  const traces: (string | undefined)[] = [];
  for (const [count, pauseMs] of [
    [1, 100],
    [2, 200],
    [3, 300],
    [4, 300],
  ] as const) {
    await worker.until(() => failures() === count && state() === 'FAILED');
    traces.push(trace());
    await clock.advance(pauseMs - 1);
    expect(failures()).toBe(count);
    await clock.advance(1);
  }
  expect(traces).toEqual([100, 200, 300, 300].map((ms) => `away\n(tried again in ${ms} ms)`));
});

it('is FAILED until it is restarted where trying again can’t help', async () => {
  const failures = new Map<number, Error>([[1, new ConnectorError('the slot is of another server')]]);
  await open([countingSource({ failures })]);
  await worker.create('c', COUNTING);
  await worker.until(() => state() === 'FAILED');
  expect(trace()).toBe('the slot is of another server\n(restart it when that is mended)');
  expect(await numbers()).toEqual([0]);
  await worker.restart('c');
  await worker.until(() => records() === 6);
  expect(await numbers()).toEqual([0, 1, 2, 3, 4, 5]);
});

it('gives up what fails for errors.retry.timeout', async () => {
  const clock = fakeClock();
  const fails: Connector = {
    ...countingSource(),
    start: async () => {
      throw new Error('away');
    },
  };
  await open([fails], { clock, retryMs: 100 });
  await worker.create('c', { ...COUNTING, 'errors.retry.timeout': '100' });
  await worker.until(() => state() === 'FAILED');
  await clock.advance(100);
  await worker.until(() => trace()?.includes('restart it') === true);
});

it('pauses, stays paused over a restart, and continues where it was', async () => {
  const on = await open([countingSource()]);
  await worker.create('c', { ...COUNTING, count: '3' });
  await worker.until(() => records() === 3);
  await worker.pause('c');
  expect(state()).toBe('PAUSED');
  await expect(worker.restart('c')).rejects.toMatchObject({ status: 409 });
  await close();

  await open([countingSource()], {}, on);
  expect(state()).toBe('PAUSED');
  await worker.resume('c');
  await worker.until(() => state() === 'RUNNING');
  await close();

  await open([countingSource()], {}, on);
  expect(worker.list().map(({ name, config }) => [name, config.count])).toEqual([['c', '3']]);
  await worker.until(() => state() === 'RUNNING');
  await worker.drop('c');
  await worker.create('c', COUNTING);
  await worker.until(() => records() === 3);
  expect(await numbers()).toEqual([0, 1, 2, 3, 4, 5]);
  await worker.drop('c');
  await close();

  await open([countingSource()], {}, on);
  expect(worker.list()).toEqual([]);
  expect(() => worker.get('c')).toThrow(expect.objectContaining({ status: 404 }));
});

it('is FAILED with words where the class of what is stored is not there any more', async () => {
  const on = await open([countingSource()]);
  await worker.create('c', COUNTING);
  await close();
  await open([], {}, on);
  await worker.until(() => state() === 'FAILED');
  expect(trace()).toContain(
    'Failed to find any class that implements Connector and which name matches test.Counting',
  );
});

it('says how records get a schema of the registry, where a converter of one is named', async () => {
  await open([countingSource()]);
  const avro = { ...COUNTING, 'value.converter': 'io.confluent.connect.avro.AvroConverter' };
  expect(await worker.validate(avro)).toEqual([
    expect.stringContaining("WITH (VALUE_FORMAT='AVRO') AS SELECT"),
  ]);
});

it('refuses what is wrong by name, and never repeats a value', async () => {
  await open([countingSource()]);
  const told = [
    await worker.validate({}),
    (await worker.validate({ 'connector.class': 'no.Such' })).map((text) =>
      text.replace(/(FileStreamSinkConnector), .*/, '$1, …'),
    ),
    await worker.validate({ ...COUNTING, count: 'hunter2', colour: 'hunter2', 'tasks.max': 'hunter2' }),
    await worker.validate({ 'connector.class': 'test.Counting' }),
    await worker.validate({ ...COUNTING, 'value.converter': 'hunter.Two' }),
    await worker.validate({
      ...COUNTING,
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter.schemas.enabled': 'true',
    }),
    await worker.validate({ ...COUNTING, secret: 'hunter2' }),
    await worker.validate({ ...COUNTING, secret: `\${env:NOT_THERE_AT_ALL}` }),
    await worker.validate(COUNTING, 'sink'),
    await worker.validate({ ...COUNTING, transforms: 'hunter2' }),
  ];
  expect(told).toMatchInlineSnapshot(`
[
  [
    "connector.class - the configuration contains no connector type",
  ],
  [
    "Failed to find any class that implements Connector and which name matches no.Such, available connectors are: test.Counting, org.apache.kafka.connect.file.FileStreamSourceConnector, org.apache.kafka.connect.file.FileStreamSinkConnector, …",
  ],
  [
    "tasks.max - Invalid input: expected number, received NaN",
    "count - Invalid input: expected number, received NaN",
    "colour - there is no such key here: leave it out",
  ],
  [
    "topic - Missing required configuration "topic" which has no default value.",
    "count - Invalid input: expected number, received NaN",
  ],
  [
    "value.converter - there is no converter hunter.Two here; there are org.apache.kafka.connect.json.JsonConverter, org.apache.kafka.connect.storage.StringConverter, org.apache.kafka.connect.converters.ByteArrayConverter, ksqlite.SqlConverter",
  ],
  [
    "value.converter.schemas.enabled - there is no such key here: leave it out",
  ],
  [
    "secret - it is a secret, which would be stored as it is: write \${env:NAME} or \${file:PATH:KEY}, where this process finds it",
  ],
  [
    "secret: the environment variable NOT_THERE_AT_ALL is not set",
  ],
  [
    "connector.class - test.Counting is a source, not a sink",
  ],
  [
    "transforms - there is no such key here: leave it out",
  ],
]
`);
  expect(JSON.stringify(told)).not.toContain('hunter2');
  expect(await worker.validate(COUNTING)).toEqual([]);
});

it('makes no second one of a name', async () => {
  await open([countingSource()]);
  await worker.create('c', COUNTING);
  await expect(worker.create('c', COUNTING)).rejects.toMatchObject({ status: 409 });
  await expect(worker.create('d', { ...COUNTING, count: 'x' })).rejects.toMatchObject({ status: 400 });
});

it('leaves no secret on a topic, in an answer, a trace or a log', async () => {
  const SECRET = 'correct-horse-battery';
  const lines: string[] = [];
  const line = (message: string, details?: unknown) => lines.push(`${message} ${JSON.stringify(details)}`);
  const log: Logger = { debug: line, info: line, warn: line, error: line };
  const failures = new Map([[1, new Error(`can't log in with ${SECRET}`)]]);
  const on = await open([countingSource({ failures })], { log, env: { PASSWORD: SECRET } });
  await worker.create('c', { ...COUNTING, secret: `\${env:PASSWORD}` });
  await worker.until(() => lines.length > 0);
  await worker.until(() => records() === 6);
  expect(lines.join('\n')).toContain(`can't log in with \${env:PASSWORD}`);
  const told = JSON.stringify([lines, worker.get('c').config, trace() ?? '']);
  const files = [...on.files.values()].map((bytes) => bytes.toString('latin1')).join('\n');
  expect(files).toContain(`\${env:PASSWORD}`);
  expect(`${told}${files}`).not.toContain(SECRET);
});

describe('a sink', () => {
  const CONFIG: Config = { 'connector.class': 'test.Collecting', topics: 'orders' };
  const fill = async (...values: readonly string[]) => {
    await database.topics.create([{ name: 'orders', partitions: 1 }]);
    for (const value of values) await database.topics.produce([{ topic: 'orders', key: null, value }]);
  };

  it('gets the same records again after a put that failed', async () => {
    const into = collected();
    await open([collectingSink(into, (call) => (call === 0 ? new Error('away') : undefined))]);
    await fill('1', '2');
    await worker.create('c', CONFIG);
    await worker.until(() => records() === 2);
    expect(into.calls).toEqual(['0/0 0/1', '0/0 0/1']);
  });

  it('ends at a record that can’t be read, where errors are not tolerated', async () => {
    const into = collected();
    await open([collectingSink(into)]);
    await fill('no JSON');
    await worker.create('c', CONFIG);
    await worker.until(() => state() === 'FAILED');
    expect(trace()).toContain("the record orders/0/0 can't be read: it is not JSON");
  });

  it('passes over it where they are, with a dead letter that says why', async () => {
    const into = collected();
    await open([collectingSink(into)]);
    await fill('no JSON', '{"bad":true}', '3');
    await worker.create('c', {
      ...CONFIG,
      'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': 'letters',
    });
    await worker.until(() => worker.get('c').tasks()[0]?.counts.deadLetters === 2);
    expect([...into.put]).toEqual([['0/2', 3]]);
    const letters = await readAll(database.topics, 'letters');
    const headers = letters.map((letter) =>
      Object.fromEntries(letter.headers.map(({ key, value }) => [key, String(value)])),
    );
    expect(
      headers.map(({ '__connect.errors.exception.stacktrace': stack, ...rest }) => [rest, stack !== '']),
    ).toEqual([
      [
        {
          '__connect.errors.topic': 'orders',
          '__connect.errors.partition': '0',
          '__connect.errors.offset': '0',
          '__connect.errors.connector.name': 'c',
          '__connect.errors.task.id': '0',
          '__connect.errors.stage': 'VALUE_CONVERTER',
          '__connect.errors.class.name': 'test.Collecting',
          '__connect.errors.exception.class.name': 'Error',
          '__connect.errors.exception.message': expect.stringContaining('it is not JSON'),
        },
        true,
      ],
      [
        expect.objectContaining({
          '__connect.errors.stage': 'TASK_PUT',
          '__connect.errors.offset': '1',
          '__connect.errors.exception.message': 'it is bad',
        }),
        true,
      ],
    ]);
    expect(worker.get('c').tasks()[0]?.counts).toMatchObject({ errors: 2, deadLetters: 2 });
  });

  it('shares partitions among its tasks', async () => {
    const into = collected();
    await open([collectingSink(into)]);
    await database.topics.create([{ name: 'orders', partitions: 4 }]);
    await worker.create('c', { ...CONFIG, 'tasks.max': '2' });
    await worker.until(() =>
      worker
        .get('c')
        .tasks()
        .every((task) => task.state === 'RUNNING'),
    );
    for (let partition = 0; partition < 4; partition++)
      await database.topics.produce([{ topic: 'orders', key: null, value: '1', partition }]);
    await worker.until(
      () =>
        worker
          .get('c')
          .tasks()
          .reduce((sum, { counts }) => sum + counts.records, 0) >= 4,
    );
    expect([...into.put.keys()].sort()).toEqual(['0/0', '1/0', '2/0', '3/0']);
  });
});
