/**
 * HTTP to one ksqlDB server: a pool of HTTP/1.1 connections, and an HTTP/2 one from the first request on that needs it.
 *
 * What must stay true: a statement is sent a second time only while the first can't have been carried out (nothing was
 * sent, or the server said 503 or 429). A question may be asked again after any lost connection. A body that is a stream
 * can be sent once.
 */
import type { Readable } from 'node:stream';
import { type Dispatcher, H2CClient, Pool } from 'undici';
import { errorOfAnswer } from '../answers/error-answer.ts';
import type { RestError } from '../rest-error.ts';
import { authorization, type Credentials } from './credentials.ts';
import { classifyFailure, errorOfFailure } from './network-failure.ts';
import { type RequestRetries, RetryableFailure, retryRequest } from './retry-request.ts';
import type { ServerUrl } from './server-url.ts';

export interface Question {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly accept?: string;
  readonly body?: string | Readable;
  readonly contentType?: string;
  /** `statement`: sent again only while it can't have been carried out. */
  readonly sent: 'statement' | 'question';
  /** Wait without limit for headers and for more of the body: a push query may be quiet. */
  readonly open?: boolean;
  readonly http2?: boolean;
  readonly signal?: AbortSignal;
}

export interface TransportOptions {
  readonly url: ServerUrl;
  readonly credentials: Credentials | undefined;
  readonly connectTimeoutMs: number;
  /** For the headers of an answer, and then between two pieces of it. */
  readonly answerTimeoutMs: number;
  readonly retries: RequestRetries;
}

type Body = Dispatcher.ResponseData['body'];

export class Transport {
  readonly #options: TransportOptions;
  readonly #connect: { readonly timeout: number };
  readonly #pool: Pool;
  #http2: Dispatcher | undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#connect = { timeout: options.connectTimeoutMs };
    this.#pool = new Pool(options.url.origin, { connect: this.#connect });
  }

  /** The body of a 2xx answer, to be read or destroyed. Throws a RestError, or the signal's reason. */
  open(question: Question): Promise<Body> {
    if (typeof question.body === 'object') return this.#attempt(question).catch(throwForGood);
    return retryRequest(this.#options.retries, () => this.#attempt(question), question.signal);
  }

  /** The whole body. Throws as `open`. */
  text(question: Question): Promise<string> {
    const read = async () => {
      const body = await this.#attempt(question);
      return body.text().catch((error: unknown) => {
        throw this.#failure(error, question);
      });
    };
    return retryRequest(this.#options.retries, read, question.signal);
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.destroy(), this.#http2?.destroy()]);
  }

  async #attempt(question: Question): Promise<Body> {
    const { method, path, body, signal, open = false } = question;
    const timeoutMs = open ? 0 : this.#options.answerTimeoutMs;
    const answer = await this.#dispatcherOf(question)
      .request({
        method,
        path: this.#options.url.prefix + path,
        headers: this.#headers(question),
        body: body ?? null,
        signal,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      })
      .catch((error: unknown) => {
        throw this.#failure(error, question);
      });
    if (answer.statusCode >= 200 && answer.statusCode < 300) return answer.body;
    throw await this.#refusal(answer, question);
  }

  #dispatcherOf(question: Question): Dispatcher {
    if (question.http2 !== true) return this.#pool;
    const { origin } = this.#options.url;
    this.#http2 ??= origin.startsWith('https:')
      ? new Pool(origin, { connect: this.#connect, allowH2: true })
      : new H2CClient(origin, { connect: this.#connect });
    return this.#http2;
  }

  #headers({ accept, body, contentType }: Question): Record<string, string> {
    const { credentials } = this.#options;
    return {
      accept: accept ?? 'application/json',
      ...(body === undefined ? {} : { 'content-type': contentType ?? 'application/json' }),
      ...(credentials === undefined ? {} : { authorization: authorization(credentials) }),
    };
  }

  /** What an attempt that got no answer throws. */
  #failure(cause: unknown, { sent, signal }: Question): unknown {
    if (signal?.aborted === true) return signal.reason;
    const failure = classifyFailure(cause);
    const error = errorOfFailure(failure, this.#options.url.shown, sent, cause);
    const harmless = failure.kind === 'unsent' || (failure.kind === 'lost' && sent === 'question');
    return harmless ? new RetryableFailure(error) : error;
  }

  /** What an attempt whose answer is no 2xx throws. */
  async #refusal(
    { statusCode, headers, body }: Dispatcher.ResponseData,
    { method, path, sent }: Question,
  ): Promise<RestError | RetryableFailure> {
    const { shown } = this.#options.url;
    const text = await body.text().catch(() => '');
    const error = errorOfAnswer(statusCode, text, `${method} ${path}`, shown);
    if (error.code !== 'KSQLDB_AWAY') return error;
    // 502 and 504 come from a proxy that may have passed the request on.
    if (statusCode === 503 || statusCode === 429 || sent === 'question')
      return new RetryableFailure(error, retryAfterMs(headers['retry-after']));
    return errorOfFailure({ kind: 'lost', reason: `a proxy answers ${statusCode}` }, shown, sent, error);
  }
}

function throwForGood(error: unknown): never {
  throw error instanceof RetryableFailure ? error.error : error;
}

function retryAfterMs(header: string | string[] | undefined): number | undefined {
  const seconds = Number(header);
  return header === undefined || Number.isNaN(seconds) ? undefined : seconds * 1000;
}
