import { encodeWindowedKey } from '../../../src/formats/kafka/windowed-key.ts';
import { testEngine } from '../../support/engine-bench.ts';

const T = 1_700_000_000_000;

async function read(lines: AsyncIterable<string>, count: number): Promise<string[]> {
  const reader = lines[Symbol.asyncIterator]();
  const got: string[] = [];
  while (got.length < count) {
    const next = await reader.next();
    if (next.done === true) break;
    got.push(next.value);
  }
  return got;
}

function bench() {
  const made = testEngine();
  made.engine.log.createTopic('readings', 1);
  return made;
}

describe('PRINT', () => {
  it('writes what ksqlDB writes, and continues with what comes', async () => {
    const { engine, produce, close } = bench();
    produce('readings', 's1', '{"AREA":"north","TEMP":31.5}', T);
    produce('readings', 's2', null, T + 1);
    await engine.scheduler.settled();
    const print = await engine.print("PRINT 'readings' FROM BEGINNING;");
    expect(await read(print.lines, 4)).toEqual([
      'Key format: KAFKA_STRING',
      'Value format: JSON or KAFKA_STRING',
      'rowtime: 2023/11/14 22:13:20.000 Z, key: s1, value: {"AREA":"north","TEMP":31.5}, partition: 0',
      'rowtime: 2023/11/14 22:13:20.001 Z, key: s2, value: <null>, partition: 0',
    ]);
    produce('readings', 's3', 'text', T);
    await engine.scheduler.settled();
    expect(await read(print.lines, 2)).toEqual([
      'Value format: KAFKA_STRING',
      'rowtime: 2023/11/14 22:13:20.000 Z, key: s3, value: text, partition: 0',
    ]);
    print.close();
    expect(await read(print.lines, 1)).toEqual([]);
    await close();
  });

  it('shows records of formats with schemas as Confluent’s deserializers do', async () => {
    const { engine, close } = bench();
    await engine.execute(`
      CREATE STREAM j (a INT, m MAP<VARCHAR, DOUBLE>, s VARCHAR)
        WITH (KAFKA_TOPIC = 'j', VALUE_FORMAT = 'JSON_SR', PARTITIONS = 1);
      INSERT INTO j VALUES (1, AS_MAP(ARRAY['x'], ARRAY[1.5E0]), 'é');`);
    const shown = async (topic: string) => {
      const print = await engine.print(`PRINT '${topic}' FROM BEGINNING;`);
      const lines = await read(print.lines, 3);
      print.close();
      return [...lines.slice(0, 2), lines[2]?.replace(/^rowtime: [^,]*, /, '')];
    };
    expect(await shown('j')).toEqual([
      'Key format: ¯\\_(ツ)_/¯ - no data processed',
      'Value format: JSON_SR or KAFKA_STRING',
      'key: <null>, value: {"A":1,"M":[{"key":"x","value":1.5}],"S":"é"}, partition: 0',
    ]);
    await close();
  });

  it('begins at the end without FROM BEGINNING, takes one record of INTERVAL, ends at LIMIT', async () => {
    const { engine, produce, close } = bench();
    produce('readings', 'before', '1', T);
    await engine.scheduler.settled();
    const print = await engine.print("PRINT 'readings' INTERVAL 2 LIMIT 2;");
    for (let i = 0; i < 5; i++) produce('readings', `k${i}`, String(i), T);
    await engine.scheduler.settled();
    const lines = await read(print.lines, 100);
    expect(lines.slice(2).map((line) => /key: (\w+)/.exec(line)?.[1])).toEqual(['k0', 'k2']);
    await close();
  });

  it.each([
    [Buffer.from([0, 0, 0, 7]), '7', 'KAFKA_INT or KAFKA_STRING'],
    [Buffer.from('4045000000000000', 'hex'), '4631107791820423168', 'KAFKA_BIGINT or KAFKA_DOUBLE'],
    [Buffer.from([0xff, 0x41, 0xfe]), '\\xFFA\\xFE', ' does not match any supported format. It may be'],
    [
      encodeWindowedKey(Buffer.from('s1'), { start: T, end: T + 5 }, 'SESSION'),
      `[s1@${T}/${T + 5}]`,
      'SESSION(KAFKA_STRING)',
    ],
    [
      encodeWindowedKey(Buffer.from('s1'), { start: T, end: T + 5 }, 'TUMBLING'),
      `[s1@${T}/-]`,
      'HOPPING(KAFKA_STRING) or TUMBLING(KAFKA_STRING)',
    ],
  ])('reads the key %p', async (key, text, format) => {
    const { engine, produce, close } = bench();
    produce('readings', key, '1', T);
    await engine.scheduler.settled();
    const [formats, , line] = await read((await engine.print('PRINT readings FROM BEGINNING;')).lines, 3);
    expect(formats).toMatch(`Key format: ${format}`);
    expect(line).toContain(`, key: ${text}, value: 1,`);
    await close();
  });

  it('refuses an unknown topic, and ends with an error when its topic is deleted', async () => {
    const { engine, produce, close } = bench();
    await expect(engine.print("PRINT 'nope';")).rejects.toMatchObject({
      code: 'TOPIC_UNKNOWN',
      at: { line: 1, column: 1 },
    });
    produce('readings', 'a', '1', T);
    await engine.scheduler.settled();
    const print = await engine.print("PRINT 'readings' FROM BEGINNING;");
    expect(await read(print.lines, 3)).toHaveLength(3);
    engine.log.deleteTopic('readings');
    engine.scheduler.wake();
    await expect(read(print.lines, 1)).rejects.toMatchObject({ code: 'TOPIC_UNKNOWN' });
    await close();
  });
});
