/**
 * What a real ksqlDB 7.9.0 made of statements and rows, one by one: the status, the type and the code of its answer. Words are the
 * engine's own where they say more; those that clients know have tests of their own.
 */
import { readFileSync } from 'node:fs';
import { openDatabase } from '../../src/database/open-database.ts';
import { call } from './support/http-call.ts';
import { overHttp2, post } from './support/http2-call.ts';
import { openServer, type TestServer } from './support/open-server.ts';

interface Outcome {
  readonly sql: string;
  readonly status: number;
  readonly type?: string;
  readonly code?: number;
  readonly answers?: readonly string[];
  readonly query?: Readonly<Record<string, unknown>>;
}

interface RowOutcome {
  readonly row: unknown;
  readonly status: string;
  readonly code?: number;
}

const RECORDED = JSON.parse(readFileSync(new URL('./recorded-outcomes.json', import.meta.url), 'utf8')) as {
  readonly setup: readonly string[];
  readonly ksql: readonly Outcome[];
  readonly queries: readonly Outcome[];
  readonly rows: readonly RowOutcome[];
};

/** What comes out here instead, and why. */
const DIFFERENCES: Readonly<Record<string, { readonly why: string; readonly here: Partial<Outcome> }>> = {
  'EXPLAIN CREATE TABLE IF NOT EXISTS sold AS SELECT shop, COUNT(*) AS n FROM sales GROUP BY shop;': {
    why: 'The statement is at fault, not the server.',
    here: { status: 400, code: 40001 },
  },
};

let server: TestServer;
beforeAll(async () => {
  // what ksqlDB refuses, and an extension takes, is refused
  server = await openServer({
    database: await openDatabase({ properties: { 'ksqldb.compatibility': 'strict' } }),
  });
  for (const sql of RECORDED.setup) await server.database.execute(sql);
});
afterAll(() => server.close());

async function outcomeOf(path: string, sql: string): Promise<Outcome> {
  const body = path === '/ksql' ? { ksql: sql } : { sql, properties: { 'auto.offset.reset': 'earliest' } };
  const { status, body: text } = await call(server.url, 'POST', path, JSON.stringify(body));
  if (status === 200 && path !== '/ksql') return { sql, status };
  const answer = JSON.parse(text);
  if (!Array.isArray(answer)) return { sql, status, type: answer['@type'], code: answer.error_code };
  const [first] = answer;
  const description = first?.queryDescription;
  return {
    sql,
    status,
    answers: answer.map((entity) => entity['@type']),
    ...(description === undefined
      ? {}
      : {
          query: {
            queryType: description.queryType,
            sources: description.sources,
            sinks: description.sinks,
            state: description.state,
            fields: description.fields.map(({ name }: { readonly name: string }) => name),
          },
        }),
  };
}

const expected = (recorded: Outcome): Outcome => ({ ...recorded, ...DIFFERENCES[recorded.sql]?.here });

test.each(RECORDED.ksql)('/ksql: $sql', async (recorded) => {
  expect(await outcomeOf('/ksql', recorded.sql)).toEqual(expected(recorded));
});

// a query that is taken would run on
test.each(RECORDED.queries.filter(({ sql, status }) => status !== 200 || !/EMIT CHANGES/.test(sql)))(
  '/query-stream: $sql',
  async (recorded) => {
    expect(await outcomeOf('/query-stream', recorded.sql)).toEqual(expected(recorded));
  },
);

test.each(RECORDED.rows)('/inserts-stream: $row', async ({ row, status, code }) => {
  const lines = [{ target: 'typed' }, row].map((line) => `${JSON.stringify(line)}\n`);
  const answer = await overHttp2(server.url, (session) => post(session, '/inserts-stream', [lines.join('')]));
  const ack = JSON.parse(answer.lines[0] ?? '{}');
  expect([ack.status, ack.error_code]).toEqual([status, code]);
});

test('every difference is one of a recording', () => {
  const known = [...RECORDED.ksql, ...RECORDED.queries].map(({ sql }) => sql);
  expect(Object.keys(DIFFERENCES).filter((sql) => !known.includes(sql))).toEqual([]);
});
