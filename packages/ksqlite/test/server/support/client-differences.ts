import type { RequestDifference } from './request-differences.ts';

/** Where this server's answers are not those that a real one gave to its Java client, and why. */
export const JAVA_CLIENT_DIFFERENCES: readonly RequestDifference[] = [
  {
    why: 'The settings are this engine’s.',
    requests: ['list properties as a statement'],
    ignore: ['0.properties', '0.overwrittenProperties', '0.defaultProperties'],
  },
  {
    why: 'The functions are listed in docs/sql.md.',
    requests: ['list functions as a statement'],
    ignore: ['0.functions'],
  },
  {
    why: 'Functions are described in this project’s words; parameters have no names.',
    requests: ['describe a function as a statement'],
    ignore: ['0.description', '0.author', '0.functions'],
  },
  {
    why: 'A pull query is called one.',
    requests: ['explain as a statement'],
    ignore: ['0.queryDescription.queryType'],
  },
  {
    why: 'What could not be read is refused. differs: inserted-rows',
    requests: ['insert DECIMAL that is too large', 'insert DECIMAL of words', 'insert BYTES of other text'],
    answer: { status: 200, body: { '@type': 'InsertError', error_code: 40000, seq: 0 } },
  },
  {
    why: 'A row before a bad one is acknowledged. differs: inserted-rows',
    requests: ['streamInserts: a bad row between'],
    answer: {
      status: 200,
      body: {
        lines: [
          { seq: 0, status: 'ok' },
          {
            '@type': 'InsertError',
            status: 'error',
            seq: 1,
            error_code: 40000,
            message: "Can't coerce a field of type class java.lang.String into type INTEGER",
          },
        ],
      },
    },
  },
  {
    why: 'Which of several keys comes first is not promised, there nor here.',
    requests: ['several keys'],
    answer: { status: 200 },
  },
  {
    why: 'A setting that nobody knows is refused by all endpoints. differs: client-errors',
    requests: ['streamQuery of an unknown setting'],
    answer: { status: 400, body: { error_code: 40000, message: expect.stringContaining("'no.such'") } },
  },
  {
    why: 'As above: there is no query to close.',
    requests: ['streamQuery of an unknown setting (2)'],
    answer: { status: 400, body: { error_code: 40000 } },
  },
  {
    why: 'There is a Schema Registry: the embedded one.',
    requests: ['assertSchema', 'assertSchema by id', 'assertSchema by both'],
    answer: { status: 417, body: { error_code: 41700, message: expect.stringContaining('does not exist') } },
  },
  {
    why: 'As above.',
    requests: ['assertSchema not there'],
    answer: { status: 200, body: [{ '@type': 'assert_schema', subject: 'nothing', exists: false }] },
  },
  {
    why: 'Connectors run in the server itself; the recorded one had no Kafka Connect. With one it answers so: ListConnectorsExecutor.',
    requests: ['listConnectors'],
    answer: { status: 200, body: [{ '@type': 'connector_list', connectors: [], warnings: [] }] },
  },
  {
    why: 'As above: DescribeConnectorExecutor and DropConnectorExecutor, of a connector that is not there.',
    requests: ['describeConnector', 'dropConnector'],
    answer: { status: 404, body: { error_code: 40400 } },
  },
  {
    why: 'As above.',
    requests: ['dropConnector if it is there'],
    answer: {
      status: 200,
      body: [{ '@type': 'warning_entity', message: "Connector 'PIPE' does not exist." }],
    },
  },
];

/** Where they are not those that a real one gave to its command line, and why. */
export const COMMAND_LINE_DIFFERENCES: readonly RequestDifference[] = [
  {
    why: 'The engine’s own topics are its own.',
    requests: ['/ksql SHOW ALL TOPICS;'],
    ignore: ['0.topics'],
  },
  {
    why: 'Functions are described in this project’s words; parameters have no names.',
    requests: ['/ksql DESCRIBE FUNCTION ABS;', '/ksql DESCRIBE FUNCTION COUNT;'],
    ignore: ['0.description', '0.author', '0.functions'],
  },
  {
    why: 'The settings are this engine’s.',
    requests: ['/ksql SHOW PROPERTIES;'],
    ignore: ['0.properties', '0.overwrittenProperties', '0.defaultProperties'],
  },
  {
    why: 'Connectors run in the server itself; the recorded one had no Kafka Connect. With one it answers so: ListConnectorsExecutor.',
    requests: ['/ksql SHOW CONNECTORS;'],
    answer: { status: 200, body: [{ '@type': 'connector_list', connectors: [], warnings: [] }] },
  },
];
