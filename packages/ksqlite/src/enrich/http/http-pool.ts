import { buildConnector, type Dispatcher, Pool } from 'undici';
import { failureOf, RequestFailure } from '../requests/request-failure.ts';
import { trackOpenSockets } from './open-sockets.ts';

export interface HttpPoolOptions {
  /** Sockets, at most: as many as `concurrency`. Default 5. */
  readonly connections?: number;
  /** default 3,000 */
  readonly connectTimeoutMs?: number;
  /** A longer answer is cut off, and fails as `too-long`. Default 1 MiB. */
  readonly maxAnswerBytes?: number;
  /** how the API is called where a failure is told; default: `the API` */
  readonly name?: string;
  /** What sends the requests in place of a pool of sockets, such as undici's MockAgent; the caller closes it. */
  readonly dispatcher?: Dispatcher;
}

export interface HttpRequest {
  /** of `call`: ends the request, and its time with it */
  readonly signal: AbortSignal;
  /** default: GET */
  readonly method?: Dispatcher.HttpMethod;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
  /** The body as JSON. Throws a RequestFailure `not-json`. */
  readonly json: () => unknown;
}

export interface HttpPool {
  /**
   * One request. Ends when the answer is read or the signal fires, and not before its socket is free again or closed: so a slot
   * that waits for it is no slot too few. Redirects are not followed.
   *
   * @param path from the origin on: `/v1/rates?base=EUR`
   * @throws RequestFailure `timeout`, `unreachable`, `connection`, `too-long`
   */
  readonly request: (path: string, request: HttpRequest) => Promise<HttpAnswer>;
  /** As `request`, with the answer as JSON; any status but 200 is a RequestFailure `status`, anything but JSON `not-json`. */
  readonly getJson: (path: string, request: HttpRequest) => Promise<unknown>;
  /** Closes all sockets, whatever is under way. */
  readonly close: () => Promise<void>;
}

/** One pool of keep-alive connections. Throws a TypeError when `origin` is not scheme, host and port. */
export function httpPool(origin: string, options: HttpPoolOptions = {}): HttpPool {
  const { connections = 5, connectTimeoutMs = 3_000, maxAnswerBytes = 2 ** 20, name = 'the API' } = options;
  if (new URL(origin).origin !== origin) throw new TypeError(`not an origin: ${origin}`);
  const sockets = trackOpenSockets(buildConnector({ timeout: connectTimeoutMs }));
  const newPool = () =>
    new Pool(origin, {
      connections,
      pipelining: 1,
      connect: sockets.connect,
      headersTimeout: 0, // the attempt's own time-out covers headers and body
      bodyTimeout: 0,
    });
  const dispatcher = options.dispatcher ?? newPool();

  const answerOf = async (path: string, asked: HttpRequest): Promise<HttpAnswer> => {
    const { method = 'GET', headers = { accept: 'application/json' }, body: sent, signal } = asked;
    const {
      statusCode,
      headers: got,
      body,
    } = await dispatcher.request({
      origin,
      path,
      method,
      headers,
      signal,
      ...(sent === undefined ? {} : { body: sent }),
    });
    const bytes = await readAtMost(body, maxAnswerBytes);
    if (bytes === undefined)
      throw new RequestFailure('too-long', `${name}'s answer is longer than ${maxAnswerBytes} bytes`);
    return { status: statusCode, headers: got, body: bytes, json: () => jsonOf(bytes, name) };
  };
  const request = async (path: string, asked: HttpRequest): Promise<HttpAnswer> => {
    try {
      return await answerOf(path, asked);
    } catch (error) {
      throw lost(failureOf(error, asked.signal));
    } finally {
      await sockets.tornDown();
    }
  };

  return {
    request,
    getJson: async (path, asked) => {
      const answer = await request(path, asked);
      if (answer.status !== 200) throw new RequestFailure('status', `${name} answered ${answer.status}`);
      return answer.json();
    },
    close: async () => {
      if (options.dispatcher === undefined) await dispatcher.destroy();
      await sockets.tornDown();
    },
  };
}

/** What undici throws that is no answer was lost on its way, whatever it is. */
function lost(failure: RequestFailure): RequestFailure {
  if (failure.code !== 'error') return failure;
  const { message, cause } = failure;
  return new RequestFailure('connection', `request failed: ${message}`, { reach: 'silent', cause });
}

function jsonOf(body: Buffer, name: string): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new RequestFailure('not-json', `${name} answered something that is not JSON`);
  }
}

/** The whole body, or undefined as soon as it is longer; its socket is destroyed then. Throws as the body does. */
async function readAtMost(body: Dispatcher.ResponseData['body'], max: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > max) return undefined; // leaving the loop destroys the body
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
