import { readFileSync } from 'node:fs';
import { comparable, without } from './support/comparable.ts';
import { DIFFERENCES } from './support/differences.ts';
import { call } from './support/http-call.ts';
import { openServer, type TestServer } from './support/open-server.ts';

interface Recorded {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly contentType: string | null;
    readonly body: unknown;
  };
}

const RECORDED = JSON.parse(
  readFileSync(new URL('../client/recorded-answers.json', import.meta.url), 'utf8'),
) as readonly Recorded[];

let server: TestServer;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.close());

// in order: each request meets what those before it have made
test.each(RECORDED)('as recorded: $name', async ({ name, request, response }) => {
  const body =
    request.body === undefined || typeof request.body === 'string'
      ? request.body
      : JSON.stringify(request.body);
  // the recording client said so
  const headers = { accept: '*/*', ...request.headers };
  const answer = await call(server.url, request.method, request.path, body, headers);
  const { ignore = [], answer: pinned } = DIFFERENCES[name] ?? {};
  const { status, body: expected } = pinned ?? response;
  expect(answer.status).toBe(status);
  expect(answer.contentType).toBe(response.contentType);
  expect(without(comparable(answer.body), ignore)).toEqual(without(comparable(expected), ignore));
});

test('every difference is one of a recording', () => {
  const names = RECORDED.map(({ name }) => name);
  expect(Object.keys(DIFFERENCES).filter((name) => !names.includes(name))).toEqual([]);
});
