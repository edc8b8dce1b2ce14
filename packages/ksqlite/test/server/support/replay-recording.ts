/**
 * What a real ksqlDB 7.9.0 answered to a list of requests, one after the other: status, content type and body. Where
 * `ownWords` is said its message is not compared, as this engine says more or shows the place; the type and the code are.
 */
import { readFileSync } from 'node:fs';
import { comparable, without } from './comparable.ts';
import { call, type Json } from './http-call.ts';
import { type OpenPost, openPost, overHttp2, post } from './http2-call.ts';
import { openStrictServer, type TestServer } from './open-server.ts';
import type { RequestDifference } from './request-differences.ts';

export interface Recorded {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
    /** What the client sent once the head of the answer was there. */
    readonly afterHead?: readonly string[];
    readonly http2?: true;
  };
  readonly response: { readonly status: number; readonly contentType: string | null; readonly body: Json };
  readonly ownWords?: true;
  /** Made a query that the next requests read from. */
  readonly settle?: true;
  /** A push query without an end: the next request is sent when so many lines have come, and closes it as `QUERY_ID`. */
  readonly staysOpen?: number;
}

interface Answer {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: Json;
}

/** Makes a test of each request of a recording, in order: each meets what those before it have made. */
export function replayRecording(file: string, differences: readonly RequestDifference[]): void {
  const recording = JSON.parse(
    readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'),
  ) as readonly Recorded[];
  let server: TestServer;
  beforeAll(async () => {
    server = await openStrictServer();
  });
  afterAll(() => server.close());
  /** Ids of queries, by those of the recording. */
  const ids = new Map<string, string>();
  /** Numbers of commands, too: a client asks for what it has done itself. */
  const commands = new Map<string, string>();
  let open: { readonly entry: Recorded; readonly post: OpenPost } | undefined;

  test.each(recording)('$name', async (entry) => {
    if (entry.staysOpen !== undefined) {
      open = {
        entry,
        post: await openPost(
          server.url,
          entry.request.path,
          textOf(entry.request.body),
          entry.request.headers,
        ),
      };
      await open.post.lines(entry.staysOpen);
      return;
    }
    const body = textOf(entry.request.body)
      ?.replace('QUERY_ID', open?.post.queryId ?? 'QUERY_ID')
      .replace(QUERY_IDS, (id) => ids.get(id) ?? id)
      .replace(/(?<="commandSequenceNumber":)\d+/, (number) => commands.get(number) ?? number);
    const answer = await answerTo(server.url, entry.request, body);
    if (entry.settle === true) await server.database.settled();
    for (const [i, { commandSequenceNumber, commandStatus }] of entitiesOf(entry.response).entries()) {
      const made = entitiesOf(answer)[i];
      commands.set(String(commandSequenceNumber), String(made?.commandSequenceNumber));
      ids.set(commandStatus?.queryId, made?.commandStatus?.queryId);
    }
    compare(entry, answer);
    if (open === undefined) return;
    const { entry: opened, post: ended } = open;
    open = undefined;
    compare(opened, beginningAndEnd(heard(await ended.ended()), opened.staysOpen ?? 0));
  });

  test('every difference is one of a recording', () => {
    const names = recording.map(({ name }) => name);
    const listed = differences.flatMap(({ requests }) => requests);
    expect(listed.filter((name) => !names.includes(name))).toEqual([]);
  });

  function compare({ name, response, ownWords }: Recorded, answer: Answer): void {
    const difference = differences.find(({ requests }) => requests.includes(name));
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
  }
}

const QUERY_IDS = /\b(?:INSERTQUERY|C[ST]AS_[A-Z_]+)_\d+\b/g;

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

const withoutWords = ({ message, statementText, entities, ...rest }: Json): Json => {
  void [message, statementText, entities];
  return rest;
};

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

const entitiesOf = ({ body }: Pick<Answer, 'body'>): readonly Json[] => (Array.isArray(body) ? body : []);

const textOf = (body: unknown): string | undefined =>
  body === undefined || typeof body === 'string' ? body : JSON.stringify(body);

const heard = ({ status, contentType, lines }: Awaited<ReturnType<typeof post>>): Answer => ({
  status,
  contentType: contentType ?? null,
  body: parsed(lines.join('\n')),
});

/** How many rows come before a query is closed is chance. */
const beginningAndEnd = ({ body, ...answer }: Answer, length: number): Answer => ({
  ...answer,
  body: Array.isArray(body) ? [...body.slice(0, length), body.at(-1)] : body,
});

async function answerTo(
  url: string,
  { method, path, headers, afterHead = [], http2 }: Recorded['request'],
  text: string | undefined,
): Promise<Answer> {
  if (http2 !== true) {
    const answer = await call(url, method, path, text, headers);
    return { status: answer.status, contentType: answer.contentType, body: parsed(answer.body) };
  }
  return heard(
    await overHttp2(url, (session) => post(session, path, [text ?? ''], headers, { method, afterHead })),
  );
}
