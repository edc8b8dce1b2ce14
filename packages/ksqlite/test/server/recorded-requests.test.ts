/**
 * What a real ksqlDB 7.9.0 answered to every kind of request, one after the other: status, content type and body. Where
 * `ownWords` is said its message is not compared, as this engine says more or shows the place; the type and the code are.
 */
import { readFileSync } from 'node:fs';
import { openDatabase } from '../../src/database/open-database.ts';
import { comparable, without } from './support/comparable.ts';
import { call, type Json } from './support/http-call.ts';
import { overHttp2, post } from './support/http2-call.ts';
import { openServer, type TestServer } from './support/open-server.ts';
import { REQUEST_DIFFERENCES } from './support/request-differences.ts';

interface Recorded {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly http2?: true;
  };
  readonly response: { readonly status: number; readonly contentType: string | null; readonly body: Json };
  readonly ownWords?: true;
  /** Made a query that the next requests read from. */
  readonly settle?: true;
}

const RECORDED = JSON.parse(
  readFileSync(new URL('./recorded-requests.json', import.meta.url), 'utf8'),
) as readonly Recorded[];

let server: TestServer;
beforeAll(async () => {
  server = await openServer({
    database: await openDatabase({
      properties: {
        'ksqldb.compatibility': 'strict',
        'ksql.logging.processing.topic.auto.create': 'true',
        'ksql.logging.processing.stream.auto.create': 'true',
      },
    }),
  });
});
afterAll(() => server.close());

/** Of one engine alone: figures, plans, hosts. */
const OWN_FIELDS = new Set(
  `topology executionPlan consumerGroupId clusterStatistics clusterErrorStats queryOffsetSummaries statistics errorStats
   operatorStatistics processingErrors tasksMetadata`.split(/\s+/),
);

function common(value: Json): Json {
  if (Array.isArray(value)) return value.map(common);
  if (value === 'embedded') return 'CLUSTER_ID';
  if (typeof value === 'string') return value.replace(/127\.0\.0\.1:\d+/g, 'HOST');
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !OWN_FIELDS.has(name))
      .map(([name, field]) => [name.replace(/127\.0\.0\.1:\d+/, 'HOST'), common(field)]),
  );
}

/** A body as the recording holds it: JSON, lines of JSON, or text. */
function parsed(body: string): Json {
  if (body === '') return '';
  try {
    return JSON.parse(body);
  } catch {
    try {
      return {
        lines: body
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
      };
    } catch {
      return body;
    }
  }
}

async function answerTo({ method, path, headers, body, http2 }: Recorded['request']) {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  if (http2 !== true) {
    const answer = await call(server.url, method, path, text, headers);
    return { status: answer.status, contentType: answer.contentType, body: parsed(answer.body) };
  }
  const answer = await overHttp2(server.url, (session) => post(session, path, [text ?? ''], headers));
  return {
    status: answer.status,
    contentType: answer.contentType ?? null,
    body: parsed(answer.lines.join('\n')),
  };
}

const withoutWords = ({ message, statementText, entities, ...rest }: Json): Json => {
  void [message, statementText, entities];
  return rest;
};

// in order: each request meets what those before it have made
test.each(RECORDED)('$name', async ({ name, request, response, ownWords, settle }) => {
  const answer = await answerTo(request);
  if (settle === true) await server.database.settled();
  const difference = REQUEST_DIFFERENCES.find(({ requests }) => requests.includes(name));
  if (difference?.answer !== undefined) {
    const { status, body } = answer;
    expect({ status, body }).toMatchObject(difference.answer);
    return;
  }
  if (response.status >= 500 && response.status !== 503) {
    // differs: client-errors
    expect([400, 404]).toContain(answer.status);
    return;
  }
  expect([answer.status, answer.contentType]).toEqual([response.status, response.contentType]);
  const strip = (body: Json): unknown =>
    without(comparable(common(ownWords === true ? withoutWords(body) : body)), difference?.ignore ?? []);
  expect(strip(answer.body)).toEqual(strip(response.body));
});

test('every difference is one of a recording', () => {
  const names = RECORDED.map(({ name }) => name);
  const listed = REQUEST_DIFFERENCES.flatMap(({ requests }) => requests);
  expect(listed.filter((name) => !names.includes(name))).toEqual([]);
});
