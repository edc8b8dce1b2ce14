/**
 * ksqlDB's own Java client against this server, call by call, beside what it gave on a real ksqlDB 7.9.0. Where its libraries are:
 * `KSQLDB_CLASSPATH='/ksqldb/lib/*' npm test -- java-client`. Its requests alone are in ../recorded-java-client.test.ts.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openStrictServer } from '../support/open-server.ts';

const CLASSPATH = process.env.KSQLDB_CLASSPATH;
const RECORDED = JSON.parse(
  readFileSync(new URL('./recorded-outcomes.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, string>>;

/** What comes out here instead; the reasons are in ../support/client-differences.ts. */
const HERE: Readonly<Record<string, string>> = {
  'insert DECIMAL that is too large': 'refused by /inserts-stream, 40000',
  'insert DECIMAL of words': 'refused by /inserts-stream, 40000',
  'insert BYTES of other text': 'refused by /inserts-stream, 40000',
  'several keys': '[["Bris",1], ["Cato",3]]',
  'streamQuery of an unknown setting': 'refused with 400, 40000',
  'streamInserts: a bad row between': `[ack 0, ${RECORDED['streamInserts: a bad row between']?.slice(1)}`,
  'assertSchema not there': 'null',
  // connectors run in the server itself, and there is none of the class Pipe
  listConnectors: '[]',
  describeConnector: 'refused with 404, 40400',
  dropConnector: 'refused with 404, 40400',
  'dropConnector if it is there': 'null',
  // differs: client-errors
  ...Object.fromEntries(
    Object.keys(RECORDED)
      .filter((name) => name.startsWith('createConnector'))
      .map((name) => [name, 'refused with 400, 40001']),
  ),
};

/** Without words, ids of queries, and what the Java machine says of itself. */
const essence = (outcome: string): string =>
  outcome
    .replace(
      /^throws KsqlClientException: Received (\d+) response from server: .*Error code: (\d+)$/,
      'refused with $1, $2',
    )
    .replace(
      /^throws KsqlClientException: Received error from \/inserts-stream\. Error code: (\d+)\. .*$/,
      'refused by /inserts-stream, $1',
    )
    .replace(/\b(transient_[A-Z_]+|query|C[ST]AS_[A-Z_]+|INSERTQUERY)_(\d+|ID)\b/g, '$1_ID');

const wanted = Object.fromEntries(
  Object.entries(RECORDED).map(([name, outcome]) => [name, HERE[name] ?? essence(outcome)]),
);

async function outcomesHere(classpath: string): Promise<Readonly<Record<string, string>>> {
  const server = await openStrictServer();
  try {
    const { hostname, port } = new URL(server.url);
    const program = fileURLToPath(new URL('./ClientCalls.java', import.meta.url));
    const { stdout } = await promisify(execFile)('java', ['-cp', classpath, program, hostname, port]);
    return Object.fromEntries(
      stdout.split('\n').flatMap((line) => {
        const [, name = '', outcome = ''] = /^(.*?) = (.*)$/.exec(line) ?? [];
        return name in RECORDED ? [[name, essence(outcome)]] : [];
      }),
    );
  } finally {
    await server.close();
  }
}

(CLASSPATH === undefined ? test.skip : test)('each call gives what it gave on a real ksqlDB', async () => {
  expect(await outcomesHere(CLASSPATH ?? '')).toEqual(wanted);
});

test('every difference is one of a recorded call', () => {
  expect(Object.keys(HERE).filter((name) => !(name in RECORDED))).toEqual([]);
});
