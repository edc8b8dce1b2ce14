import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '../../../src/testing/index.ts';
import { runTriple } from '../../../src/testing/triples/run-triple.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'triple-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The failure, or undefined. Records are JSON, or the text of the file as it is. */
function verdict(sql: string, inputs: object[] | string | undefined, outputs: object[] | string) {
  const write = (name: string, part: string, records: object[] | string) => {
    const file = join(folder, name);
    writeFileSync(file, typeof records === 'string' ? records : JSON.stringify({ [part]: records }));
    return file;
  };
  const sqlFile = join(folder, 'statements.sql');
  writeFileSync(sqlFile, sql);
  return runTriple({
    name: 'it',
    sqlFile,
    inputFile: inputs === undefined ? undefined : write('input.json', 'inputs', inputs),
    outputFile: write('output.json', 'outputs', outputs),
  });
}

const sales = (
  format: string,
): string => `CREATE STREAM sales (shop INT KEY, euros DOUBLE) WITH (KAFKA_TOPIC='sales', VALUE_FORMAT='${format}');
CREATE STREAM large WITH (PARTITIONS=4) AS SELECT * FROM sales WHERE euros > 10;
`;
const INPUTS = [
  { topic: 'sales', key: 1, value: { euros: 12.5 }, timestamp: 7 },
  { topic: 'sales', key: 2, value: { euros: 3 }, timestamp: 8 },
];
const OUTPUTS = [{ topic: 'LARGE', key: 1, value: { EUROS: 12.5 }, timestamp: 7 }];

it.each(['JSON', 'AVRO', 'JSON_SR', 'PROTOBUF'])('passes over values in %s', (format) => {
  expect(verdict(sales(format), INPUTS, OUTPUTS)).toBeUndefined();
});

it('passes over values in DELIMITED, which are texts', () => {
  const input = [{ topic: 'sales', key: 1, value: '12.5' }];
  expect(verdict(sales('DELIMITED'), input, [{ topic: 'LARGE', key: 1, value: '12.5' }])).toBeUndefined();
});

it('says which record differs, field by field', () => {
  const expected = [{ topic: 'LARGE', key: 2, value: { EUROS: 12.5, SHOP: 1 }, timestamp: 6 }];
  const failure = verdict(sales('JSON'), INPUTS, expected);
  expect(failure).toMatchObject({ file: join(folder, 'output.json'), difference: { reason: 'different' } });
  expect(failure?.message).toBe(`topic LARGE: record 1 differs in key, SHOP, timestamp
              expected  came
*  key        2         1
   EUROS      12.5      12.5
*  SHOP       1
*  timestamp  6         7`);
});

it('says what is missing, and what is too much', () => {
  const sql = sales('JSON');
  expect(verdict(sql, INPUTS, [...OUTPUTS, ...OUTPUTS])?.message).toBe(`topic LARGE: record 2 is missing
              expected
   key        1
   value      {"EUROS":12.5}
   timestamp  7
what came last:
  key 1, value {"EUROS":12.5}, timestamp 7`);
  expect(verdict(sql, [...INPUTS, ...INPUTS], OUTPUTS)?.message).toBe(`topic LARGE: record 2 is one too many
what came besides:
  key 1, value {"EUROS":12.5}, timestamp 7`);
});

it('compares windows and headers', () => {
  const sql = `CREATE STREAM sales (shop INT KEY, euros DOUBLE, h ARRAY<STRUCT<key STRING, value BYTES>> HEADERS) WITH (KAFKA_TOPIC='sales', VALUE_FORMAT='JSON');
CREATE TABLE counts AS SELECT shop, COUNT(*) AS n FROM sales WINDOW TUMBLING (SIZE 10 MILLISECONDS) GROUP BY shop;
CREATE STREAM copy AS SELECT shop, euros FROM sales;`;
  const header = { KEY: 'from', VALUE: 'YQ==' };
  const input = [{ topic: 'sales', key: 1, value: { euros: 1 }, timestamp: 15, headers: [header] }];
  const counted = (end: number) => ({
    topic: 'COUNTS',
    key: 1,
    value: { N: 1 },
    window: { start: 10, end, type: 'time' },
    headers: [header],
  });
  const copied = { topic: 'COPY', key: 1, value: { EUROS: 1.0 }, headers: [header] };
  expect(verdict(sql, input, [counted(20)])).toBeUndefined();
  expect(verdict(sql, input, [counted(21)])?.message).toMatch(
    /differs in window\n[\s\S]*\* {2}window +TIME from 10 to 21 +TIME from 10 to 20/,
  );
  expect(verdict(sql, input, [{ ...copied, headers: [] }])?.message).toMatch(/differs in .*headers/);
});

it('gives a query all of a topic of the input file before what another query wrote, as ksql-test-runner', () => {
  const sql = `CREATE STREAM a (k INT KEY, v INT) WITH (KAFKA_TOPIC='a', VALUE_FORMAT='JSON');
CREATE STREAM b (k INT KEY, v INT) WITH (KAFKA_TOPIC='b', VALUE_FORMAT='JSON');
CREATE STREAM a2 AS SELECT k, v FROM a;
CREATE STREAM joined AS SELECT b.k, a2.v AS one, b.v AS two FROM b LEFT JOIN a2 WITHIN 1 HOUR ON a2.k = b.k;`;
  const inputs = [
    { topic: 'a', key: 1, value: { V: 1 }, timestamp: 1 },
    { topic: 'b', key: 1, value: { V: 2 }, timestamp: 2 },
  ];
  const value = (ONE: number | null) => ({ topic: 'JOINED', key: 1, value: { ONE, TWO: 2 }, timestamp: 2 });
  expect(verdict(sql, inputs, [value(null), value(1)])).toBeUndefined();
});

it('takes records from INSERTs, whose time may be expected as 0', () => {
  const sql = `CREATE STREAM sales (shop INT KEY, euros INT) WITH (KAFKA_TOPIC='sales', VALUE_FORMAT='JSON');
INSERT INTO sales VALUES (1, 20);
CREATE STREAM large AS SELECT * FROM sales;
INSERT INTO sales (shop, euros, rowtime) VALUES (2, 30, 99);`;
  const outputs = [
    { topic: 'LARGE', key: 1, value: { EUROS: 20 }, timestamp: 0 },
    { topic: 'LARGE', key: 2, value: { EUROS: 30 }, timestamp: 99 },
  ];
  expect(verdict(sql, undefined, outputs)).toBeUndefined();
});

it.each([
  ['{"inputs": []}', '{"outputs": [{}]}', 'input.json', 'Inputs cannot be empty.'],
  ['{"records": []}', '{"outputs": [{}]}', 'input.json', "No 'inputs' field in the input file."],
  ['{{', '{"outputs": [{}]}', 'input.json', ''],
  ['{"inputs": [{"topic": "a"}]}', '{"outputs": []}', 'output.json', 'Outputs cannot be empty.'],
  ['{"inputs": [{"topic": "a"}]}', '{"outputs": [{}]}', 'output.json', "Expected field 'topic' not found"],
])('fails at files of another form: %s %s', (input, output, name, reason) => {
  const failure = verdict(sales('JSON'), input, output);
  expect(failure?.file).toBe(join(folder, name));
  expect(failure?.message).toContain(`File name: ${join(folder, name)} Message: ${reason}`);
});

it('fails at the statement that is refused, and at a topic that nothing is known of', () => {
  expect(verdict('\nSELECT 1;', INPUTS, OUTPUTS)).toMatchObject({
    file: join(folder, 'statements.sql'),
    line: 2,
  });
  const failure = verdict(sales('JSON'), [{ topic: 'none', value: 1 }], OUTPUTS);
  expect(failure?.message).toBe('No information found for topic: none');
});
