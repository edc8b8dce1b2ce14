import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../../../../test/support/line-process.ts';
import { consumeCommand } from '../../../src/cli/topics/consume/consume-command.ts';
import { topicsCommand } from '../../../src/cli/topics/list/topics-command.ts';
import { produceCommand } from '../../../src/cli/topics/produce/produce-command.ts';
import { openDatabase } from '../../../src/index.ts';
import type { ChooseTopics } from '../../../src/topics/chosen-topics.ts';
import { openServer, type TestServer } from '../../server/support/open-server.ts';
import { chooseEmbedded, chooseKafka, kafkaAway, startCommand } from '../../support/command-context.ts';
import { inMemoryBroker } from '../../support/in-memory-topics.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ksqlite-topics-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Input = Parameters<typeof startCommand>[2];
async function run(command: ReturnType<typeof consumeCommand>, argv: readonly string[], input?: Input) {
  const started = startCommand(command, argv, input);
  const code = await started.ended;
  return { code, stdout: started.stdout(), stderr: started.stderr() };
}

/** A broker, with commands on it. */
function broker() {
  const { connect } = inMemoryBroker({ markers: true });
  const choose = chooseKafka(connect);
  return { topics: connect(), connect, ...commandsOn(choose, []) };
}
/** Commands on a data folder. */
const inFolder = (data: string) => commandsOn(chooseEmbedded, ['--data', data]);

const commandsOn = (choose: ChooseTopics, place: readonly string[]) => ({
  produce: (lines: string, ...argv: readonly string[]) =>
    run(produceCommand(choose), [...argv, ...place], { stdin: [lines] }),
  consume: (...argv: readonly string[]) => run(consumeCommand(choose), [...argv, ...place]),
  list: (...argv: readonly string[]) => run(topicsCommand(choose), [...argv, ...place]),
});

const values = (text: string): readonly unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).value);

/** Commands on a server that runs. */
async function onServer() {
  const server = await openServer();
  servers.push(server);
  return { server, ...commandsOn(chooseEmbedded, ['--server', server.url]) };
}
const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    await server.close();
    expect(server.defects).toEqual([]);
  }
});

describe.each<[string, () => ReturnType<typeof commandsOn> | Promise<ReturnType<typeof commandsOn>>]>([
  ['a data folder', () => inFolder(join(folder, 'data'))],
  ['a server', onServer],
  ['Kafka', broker],
])('on %s', (_, there) => {
  it('what goes in comes out, and goes in again as it was', async () => {
    const here = await there();
    const lines = [
      '{"key":"a","value":{"n":1.00},"timestamp":1000,"partition":2,"headers":{"from":"x"}}',
      '{"key":"b","value":null,"timestamp":1001,"partition":0}',
      '{"keyBase64":"/w==","value":"no JSON","timestamp":1002,"partition":1,"headers":[{"key":"h","valueBase64":"/w=="}]}',
    ].join('\n');
    expect(await here.produce(lines, 't', '--create', '3')).toEqual({
      code: 0,
      stdout: '3 records sent to t\n',
      stderr: '',
    });
    const { stdout } = await here.consume('t');
    expect(stdout).toBe(
      `{"partition":0,"offset":0,"timestamp":1001,"key":"b","value":null,"headers":{}}
{"partition":1,"offset":0,"timestamp":1002,"keyBase64":"/w==","value":"no JSON","headers":[{"key":"h","valueBase64":"/w=="}]}
{"partition":2,"offset":0,"timestamp":1000,"key":"a","value":{"n":1.00},"headers":{"from":"x"}}
`,
    );
    await here.produce(stdout, 'copy', '--create', '3');
    expect((await here.consume('copy')).stdout).toBe(stdout);
    const { stdout: listed } = await here.list('--json');
    expect(
      listed
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { name: 'copy', partitions: 3, newest: 1002 },
      { name: 't', partitions: 3, newest: 1002 },
    ]);
  });

  it('an unknown topic is refused, with those that there are', async () => {
    const here = await there();
    await here.produce('1', 'times', '--create', '1');
    await expect(here.consume('tiems')).rejects.toMatchObject({
      code: 'TOPIC_UNKNOWN',
      message: expect.stringMatching(
        /^There is no topic "tiems" in .* \(did you mean times\?\); it has times$/,
      ),
    });
    await expect(here.produce('1', 'x')).rejects.toMatchObject({
      code: 'TOPIC_UNKNOWN',
      message: expect.stringContaining('--create 4 makes it'),
    });
  });
});

describe('produce', () => {
  it('tells of lines that it can’t send, and sends the rest', async () => {
    const { produce, consume } = broker();
    const file = join(folder, 'in.jsonl');
    writeFileSync(
      file,
      Buffer.concat([
        Buffer.from('1\n\n{"key\r\n2\n"'),
        Buffer.from([0xff]),
        Buffer.from('"\n{"value":3,"partition":9}\n4'),
      ]),
    );
    const { code, stdout, stderr } = await produce('', 't', file, '--create', '2');
    expect(code).toBe(3);
    expect(stdout).toBe('3 records sent to t; 3 lines were left out\n');
    expect(stderr.split('\n')).toEqual([
      `${file}:3: is not JSON, and JSON is the format of values (--value-format TEXT takes any line)`,
      `${file}:5: is not UTF-8`,
      `${file}:6: "partition" is 9, and t has 2, from 0: --repartition goes by the key`,
      '',
    ]);
    expect([...values((await consume('t')).stdout)].sort()).toEqual([1, 2, 4]);
  });

  it('ends at the first of them, where that is wanted', async () => {
    const { produce, consume } = broker();
    await expect(produce('1\n2\nx\n3\n', 't', '--create', '1', '--strict')).rejects.toMatchObject({
      code: 'INPUT_UNREADABLE',
      message: expect.stringMatching(/^stdin:3: is not JSON.* \(sent before: 2 records\)$/),
    });
    expect(values((await consume('t')).stdout)).toEqual([1, 2]);
  });

  it('says how far it got when the broker fails', async () => {
    const { connect } = inMemoryBroker();
    const own = connect();
    await own.create([{ name: 't', partitions: 1 }]);
    let calls = 0;
    const choose = chooseKafka(() => ({
      ...own,
      produce: async (records) => {
        if (++calls === 2) throw kafkaAway();
        await own.produce(records);
      },
    }));
    const lines = Array.from({ length: 1_500 }, (_, n) => `${n}\n`).join('');
    await expect(run(produceCommand(choose), ['t'], { stdin: [lines] })).rejects.toMatchObject({
      code: 'KAFKA_AWAY',
      message: 'no broker answers at nowhere:9092 (sent before: 1000 records, all up to stdin:1000)',
    });
  });

  it('gives lines a key, and a partition', async () => {
    const { produce, consume } = broker();
    await produce(
      '{"value":1,"partition":7}\n{"key":null,"value":2}\n3',
      't',
      '--create',
      '2',
      '--key',
      'k',
      '--partition',
      '1',
    );
    const { stdout } = await consume('t', '--partition', '1');
    expect(stdout.match(/"key":[^,]*/g)).toEqual(['"key":"k"', '"key":null', '"key":"k"']);
    const { code } = await produce('{"key":"k","value":1,"partition":7}', 't', '--repartition');
    expect(code).toBe(0);
  });

  it('makes no data folder of a mistyped one, and says who has one that is in use', async () => {
    const data = join(folder, 'data');
    await expect(inFolder(data).produce('1', 't')).rejects.toMatchObject({ code: 'TOPIC_UNKNOWN' });
    const db = await openDatabase(data);
    await expect(inFolder(data).produce('1', 't')).rejects.toMatchObject({
      code: 'DATA_IN_USE',
      message: `${data} is in use by process ${process.pid}. Stop that process, or choose another folder. --data names another.`,
    });
    await db.close();
  });

  it.each([
    [['--data', 'd', '--bootstrap', 'b:1'], /^--bootstrap: topics are in one place/],
    [['--value-format', 'XML'], /^--value-format: got "XML", wants TEXT, JSON/],
    [['--partition', '1', '--repartition'], /^--repartition: goes by the key/],
    [['--lines', 'all'], /^--lines: got "all", wants auto, record or value$/],
    [['no-such-file'], /^no-such-file: can't be read/],
  ])('refuses %s', async (argv, message) => {
    const { connect } = inMemoryBroker();
    await connect().create([{ name: 't', partitions: 1 }]);
    const command = produceCommand(chooseKafka(connect));
    await expect(run(command, ['t', ...argv])).rejects.toMatchObject({
      message: expect.stringMatching(message),
    });
  });
});

describe('consume', () => {
  const filled = async () => {
    const here = broker();
    const lines = Array.from(
      { length: 10 },
      (_, n) => `{"key":"k${n % 3}","value":${n},"timestamp":${Date.UTC(2026, 0, 1 + n)},"partition":0}`,
    );
    await here.produce(`${lines.join('\n')}\n`, 't', '--create', '1');
    return here;
  };

  it.each([
    [
      ['--from', 'earliest', '--count', '2'],
      [0, 1],
    ],
    [
      ['--from', '7'],
      [7, 8, 9],
    ],
    [
      ['--from', '-4'],
      [7, 8, 9],
    ], // the end of the transaction has an offset, too
    [
      ['--from', '2026-01-09'],
      [8, 9],
    ],
    [
      ['--from', '2026-01-08T12:00:00Z'],
      [8, 9],
    ],
    [
      ['--from', '36500d', '--key', 'k1'],
      [1, 4, 7],
    ],
    [['--from', '1s'], []],
    [
      ['--key', 'k2', '--count', '2'],
      [2, 5],
    ],
  ])('%s', async (argv, expected) => {
    const { consume } = await filled();
    expect(values((await consume('t', ...argv)).stdout)).toEqual(expected);
  });

  it.each([
    [['--from', 'latest'], /^--from latest: there is nothing behind the end yet; add --follow$/],
    [['--from', 'noon'], /^--from: got "noon", wants earliest, latest, an offset/],
    [['--partition', '1'], /^--partition 1: t has 1, from 0 to 0$/],
    [['--value-format', 'AVRO'], /set SCHEMA_REGISTRY_URL$/],
  ])('refuses %s', async (argv, message) => {
    const { consume } = await filled();
    await expect(consume('t', ...argv)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(message),
    });
  });

  it('follows a data folder that another process writes to', async () => {
    const data = join(folder, 'data');
    const db = await openDatabase(data);
    await db.topics.create([{ name: 't', partitions: 2 }]);
    await db.topics.produce([{ topic: 't', key: null, value: '0', partition: 0 }]);
    const following = startCommand(consumeCommand(chooseEmbedded), [
      't',
      '--follow',
      '--count',
      '3',
      '--data',
      data,
    ]);
    await until('the first is written', () => following.stdout().includes('"value":0'));
    for (const n of [1, 2])
      await db.topics.produce([{ topic: 't', key: null, value: `${n}`, partition: n % 2 }]);
    expect(await following.ended).toBe(0);
    expect([...values(following.stdout())].sort()).toEqual([0, 1, 2]);
    await db.close();
  });

  it('follows over failures, from the end, until it is stopped', async () => {
    const { connect } = inMemoryBroker();
    const own = connect();
    await own.create([{ name: 't', partitions: 1 }]);
    const send = (value: string) => own.produce([{ topic: 't', key: null, value, partition: 0 }]);
    await send('0');
    let looks = 0;
    const choose = chooseKafka(() => ({
      ...own,
      ranges: async (topic) => {
        if (++looks === 2) throw kafkaAway();
        return own.ranges(topic);
      },
    }));
    const following = startCommand(consumeCommand(choose), ['t', '--follow', '--from', 'latest']);
    await until('it looked', () => looks > 0);
    await until('it looked again', () => looks > 2);
    await send('1');
    await until('1 is written', () => following.stdout().includes('"value":1'));
    following.stop();
    expect(await following.ended).toBe(0);
    expect(values(following.stdout())).toEqual([1]);
  });
});

test('values with a schema are JSON in lines, by the data folder’s own registry', async () => {
  const data = join(folder, 'data');
  const db = await openDatabase(data);
  await db.execute(`CREATE STREAM orders (id INT KEY, name VARCHAR, n BIGINT)
    WITH (KAFKA_TOPIC='orders', KEY_FORMAT='KAFKA', VALUE_FORMAT='AVRO', PARTITIONS=1);`);
  await db.close();
  const { produce, consume } = inFolder(data);
  const formats = ['--key-format', 'INT', '--value-format', 'AVRO'];
  const line =
    '{"partition":0,"offset":0,"timestamp":7,"key":5,"value":{"NAME":"x","N":12345678901},"headers":{}}\n';
  expect((await produce(`${line}{"value":{"N":"many"}}\n`, 'orders', ...formats)).stdout).toBe(
    '1 record sent to orders; 1 line was left out\n',
  );
  expect((await consume('orders', ...formats)).stdout).toBe(line);
  const raw = (await consume('orders', ...formats.slice(0, 2), '--value-format', 'BASE64')).stdout;
  expect(raw).toContain('"valueBase64":"AAAAAAE');
  await produce(raw, 'orders', ...formats);
  expect(values((await consume('orders', ...formats)).stdout)).toEqual([
    { NAME: 'x', N: 12345678901 },
    { NAME: 'x', N: 12345678901 },
  ]);
});

test('topics are listed for people, internal ones when asked for', async () => {
  const data = join(folder, 'data');
  const db = await openDatabase(data);
  await db.execute(
    `CREATE STREAM s (v INT) WITH (KAFKA_TOPIC='readings', VALUE_FORMAT='JSON', PARTITIONS=2);`,
  );
  await db.topics.create([{ name: 'kept', partitions: 1, retentionMs: -1 }]);
  await db.topics.produce([{ topic: 'readings', key: null, value: '{}', timestamp: 0 }]);
  const { list } = inFolder(data);
  const { stdout, stderr } = await list();
  expect(stdout).toBe(
    `topic     partitions  records  newest                    kept
kept               1        0  -                         for ever
readings           2        1  1970-01-01T00:00:00.000Z  as set at opening
`,
  );
  expect(stderr).toMatch(/^\d+ internal ones are not shown \(--all\)\n$/);
  expect((await list('--all')).stdout).toContain('_ksql-commands');
  await expect(list('x')).rejects.toMatchObject({ code: 'TOPIC_UNKNOWN' });
  await db.close();
});

test.each([
  [consumeCommand, 'ksqlite consume'],
  [produceCommand, 'ksqlite produce'],
  [topicsCommand, 'ksqlite topics'],
])('--help teaches', async (command, name) => {
  const { code, stdout } = await run(command(chooseEmbedded), ['--help']);
  expect(code).toBe(0);
  expect(stdout).toContain(`Usage: ${name}`);
  expect(stdout).toContain('Examples:');
  expect(stdout).toContain('Exit codes:');
});

describe('a server', () => {
  it('is given more than an answer holds, in order', async () => {
    const { produce, consume } = await onServer();
    const lines = Array.from({ length: 2_500 }, (_, i) => `${i}\n`).join('');
    await produce(lines, 't', '--create', '1');
    expect(values((await consume('t')).stdout)).toEqual(Array.from({ length: 2_500 }, (_, i) => i));
    expect(values((await consume('t', '--from', '-2')).stdout)).toEqual([2_498, 2_499]);
  });

  it('gives records that are larger than an answer, one at a time', async () => {
    const { server, consume } = await onServer();
    const value = Buffer.alloc(3 * 1024 * 1024, 'x');
    await server.database.topics.create([{ name: 't', partitions: 1 }]);
    for (let i = 0; i < 3; i++) await server.database.topics.produce([{ topic: 't', key: null, value }]);
    const { stdout } = await consume('t');
    expect(values(stdout).map((text) => String(text).length)).toEqual([
      value.length,
      value.length,
      value.length,
    ]);
  });

  it('is followed', async () => {
    const { server, produce } = await onServer();
    await produce('1', 't', '--create', '1');
    const following = startCommand(consumeCommand(chooseEmbedded), ['t', '--follow', '--server', server.url]);
    await until('the first is there', () => values(following.stdout()).length === 1);
    await produce('2', 't');
    await until('the second is there', () => values(following.stdout()).length === 2);
    following.stop();
    expect(await following.ended).toBe(0);
  });

  it('takes no records for topics that statements alone write', async () => {
    const { produce, consume, server } = await onServer();
    await server.database.execute('CREATE TYPE t AS STRUCT<a INT>;');
    expect((await consume('_ksql-commands')).stdout).toContain('CREATE TYPE');
    await expect(produce('1', '_ksql-commands')).rejects.toMatchObject({
      code: 'KSQLDB_REFUSED',
      message: 'topic _ksql-commands is written by the engine alone (sent before: 0 records)',
    });
    await expect(produce('1', '_ksql-x', '--create', '1')).rejects.toMatchObject({ code: 'KSQLDB_REFUSED' });
  });

  it('wants its token', async () => {
    const server = await openServer({ token: 'secret' });
    servers.push(server);
    const argv = ['--server', server.url, '--json'];
    await expect(run(topicsCommand(chooseEmbedded), argv)).rejects.toMatchObject({
      code: 'KSQLDB_CREDENTIALS',
    });
    expect(await run(topicsCommand(chooseEmbedded), argv, { env: { KSQLDB_TOKEN: 'secret' } })).toMatchObject(
      {
        code: 0,
      },
    );
  });

  it('of ksqlDB has no topics to give', async () => {
    const other = createServer((_, response) => response.writeHead(404).end('<html></html>')).listen(
      0,
      '127.0.0.1',
    );
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(
      run(topicsCommand(chooseEmbedded), ['--server', `http://127.0.0.1:${port}`]),
    ).rejects.toMatchObject({
      code: 'KSQLDB_ALIEN',
      message: expect.stringContaining('--bootstrap HOST:PORT'),
    });
    other.close();
  });

  it('that has a folder is named to whoever wants the folder', async () => {
    const data = join(folder, 'data');
    const server = await openServer({ database: await openDatabase(data) });
    servers.push(server);
    await expect(inFolder(data).produce('1', 't', '--create', '1')).rejects.toMatchObject({
      code: 'DATA_IN_USE',
      message: expect.stringMatching(
        new RegExp(
          `, which serves it at ${server.url}\\. .*--data names another\\. .*ksqlite produce --server ${server.url}$`,
        ),
      ),
    });
    await server.close();
    servers.length = 0;
    expect(readdirSync(data)).toEqual(['log']);
  });

  it('is one of three places', async () => {
    await expect(
      run(topicsCommand(chooseEmbedded), ['--server', 'http://x', '--data', 'y']),
    ).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(/^--server: topics are in one place/),
    });
    await expect(run(topicsCommand(chooseEmbedded), ['--server', 'localhost:8088'])).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('http://127.0.0.1:8088'),
    });
  });
});
