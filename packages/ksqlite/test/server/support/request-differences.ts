/** Where this server's answers are not those that a real one gave to the requests of recorded-requests.json, and why. */
export interface RequestDifference {
  readonly why: string;
  readonly requests: readonly string[];
  /** Paths that are left out of the comparison. */
  readonly ignore?: readonly string[];
  /** What is answered here, where it is another answer. */
  readonly answer?: { readonly status: number; readonly body?: unknown };
}

const QUERIES = ['0.queries'];
const DESCRIPTIONS = ['0.sourceDescriptions.*.readQueries'];

export const REQUEST_DIFFERENCES: readonly RequestDifference[] = [
  {
    why: 'No query keeps the rows of a SOURCE TABLE. differs: source-table-queries',
    requests: [
      "setup: CREATE SOURCE TABLE sorts (tree VARCHAR PRIMARY KEY, latin VARCHAR) WITH (KAFKA_TOPIC='sorts', VALUE_FORMAT='JSON', PARTITIONS=1);",
    ],
    ignore: ['0.commandStatus'],
  },
  {
    why: 'As above: its query is listed there.',
    requests: ['looks: SHOW QUERIES;', 'changes: SHOW QUERIES;'],
    ignore: QUERIES,
  },
  {
    why: 'As above: it reads the table.',
    requests: ['looks: SHOW TABLES EXTENDED;', 'looks: DESCRIBE TABLES;'],
    ignore: DESCRIPTIONS,
  },
  { why: 'As above.', requests: ['looks: DESCRIBE sorts;'], ignore: ['0.sourceDescription.readQueries'] },
  {
    why: 'A pull query is called one.',
    requests: [
      "looks: EXPLAIN SELECT * FROM harvest WHERE tree='oak';",
      'looks: EXPLAIN SELECT * FROM by_hour;',
      'looks: EXPLAIN SELECT * FROM picks;',
    ],
    ignore: ['0.queryDescription.queryType', '0.queryDescription.windowType'],
  },
  {
    why: 'The window is told of.',
    requests: [
      'looks: EXPLAIN SELECT tree, COUNT(*) AS c FROM picks WINDOW TUMBLING (SIZE 1 HOUR) GROUP BY tree EMIT CHANGES;',
    ],
    ignore: ['0.queryDescription.windowType'],
  },
  {
    why: 'The fields are those that a client gets; ksqlDB also names the key that it does not get.',
    requests: ['looks: EXPLAIN SELECT kilos + 1 FROM picks PARTITION BY kilos EMIT CHANGES;'],
    ignore: ['0.queryDescription.fields'],
  },
  {
    why: 'Whoever asks by hand is told what there is; ksqlDB says nothing beside the way to /info. differs: root-text',
    requests: ['other paths: GET /'],
    answer: { status: 307 },
  },
  {
    why: 'Which of several keys comes first is not promised, there nor here.',
    requests: [
      "rows: /query-stream SELECT tree, s, p FROM harvest WHERE tree IN ('oak','fir');",
      "rows: /query SELECT tree, s, p FROM harvest WHERE tree IN ('oak','fir');",
    ],
    answer: { status: 200 },
  },
  {
    why: 'A setting that would mean nothing is refused by SET.',
    requests: ["statements refused: SET 'ksql.service.id'='x';"],
    answer: {
      status: 400,
      body: { error_code: 40001, message: expect.stringContaining('Unknown property') },
    },
  },
  {
    why: 'A setting that nobody knows is refused by all endpoints. differs: client-errors',
    requests: ['body of /query-stream: property unknown'],
    answer: { status: 400, body: { error_code: 40000, message: expect.stringContaining("'no.such'") } },
  },
  {
    why: 'Request properties mean nothing here.',
    requests: ['body of /ksql: request property unknown'],
    answer: { status: 200 },
  },
  {
    why: 'A setting is text, a number or a boolean.',
    requests: ['body of /ksql: property object'],
    answer: { status: 400, body: { error_code: 40000 } },
  },
  {
    why: 'Variables are known to both endpoints of queries, not to the newer one alone.',
    requests: ['body of /query: variables'],
    answer: { status: 200 },
  },
  {
    why: 'A row that could not be read is refused. differs: inserted-rows',
    requests: [
      'inserts-stream: decimal with too many digits',
      'inserts-stream: decimal number too large',
      'inserts-stream: bad base64',
    ],
    answer: { status: 200, body: { '@type': 'InsertError', error_code: 40000, seq: 0 } },
  },
  {
    why: 'A SOURCE takes no rows from anyone. differs: inserted-rows',
    requests: ['inserts-stream: source table'],
    answer: { status: 400, body: { error_code: 40001, message: expect.stringContaining('read-only') } },
  },
  {
    why: 'Blank lines between rows are passed over. differs: inserted-rows',
    requests: ['inserts-stream: blank line'],
    answer: { status: 200, body: { seq: 0, status: 'ok' } },
  },
  {
    why: 'Connectors run in the server itself; the recorded one had no Kafka Connect. With one it answers so: ListConnectorsExecutor.',
    requests: ['statements refused: SHOW CONNECTORS;'],
    answer: { status: 200, body: [{ '@type': 'connector_list', connectors: [], warnings: [] }] },
  },
];
