import type { Readable } from 'node:stream';
import { type Dispatcher, H2CClient, Pool } from 'undici';
import { errorOfAnswer } from '../answers/error-answer.ts';
import type { RestError } from '../rest-error.ts';
import { authorization, type Credentials } from './credentials.ts';
import { errorOfTrouble, troubleOf } from './network-trouble.ts';
import { Again, type Patience, patiently } from './patience.ts';
import type { ServerUrl } from './server-url.ts';

export interface Question {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly accept?: string;
  readonly body?: string | Readable;
  readonly contentType?: string;
  /** `statement`: asked again only while it can't have been carried out. */
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
  readonly patience: Patience;
}

export interface Transport {
  /** The body of a 2xx answer, to be read or destroyed. Throws a RestError, or the signal's reason. */
  open(question: Question): Promise<Dispatcher.ResponseData['body']>;
  /** The whole body. */
  text(question: Question): Promise<string>;
  close(): Promise<void>;
}

/** HTTP to one server. */
export function createTransport(options: TransportOptions): Transport {
  const { url, connectTimeoutMs, answerTimeoutMs, patience } = options;
  const connect = { timeout: connectTimeoutMs };
  const pool = new Pool(url.origin, { connect });
  let http2: Dispatcher | undefined;
  const dispatcherOf = (question: Question): Dispatcher => {
    if (question.http2 !== true) return pool;
    http2 ??= url.origin.startsWith('https:')
      ? new Pool(url.origin, { connect, allowH2: true })
      : new H2CClient(url.origin, { connect });
    return http2;
  };

  const headers = (question: Question): Record<string, string> => ({
    accept: question.accept ?? 'application/json',
    ...(question.body === undefined ? {} : { 'content-type': question.contentType ?? 'application/json' }),
    ...(options.credentials === undefined ? {} : { authorization: authorization(options.credentials) }),
  });

  const attempt = async (question: Question): Promise<Dispatcher.ResponseData['body']> => {
    const { method, path, body, signal, open = false } = question;
    const answer = await dispatcherOf(question)
      .request({
        method,
        path: url.prefix + path,
        headers: headers(question),
        body: body ?? null,
        signal,
        headersTimeout: open ? 0 : answerTimeoutMs,
        bodyTimeout: open ? 0 : answerTimeoutMs,
      })
      .catch((error: unknown) => {
        throw failure(error, question);
      });
    if (answer.statusCode >= 200 && answer.statusCode < 300) return answer.body;
    throw await refusal(answer, question);
  };

  /** What an attempt that got no answer throws. */
  const failure = (error: unknown, question: Question): unknown => {
    if (question.signal?.aborted === true) return question.signal.reason;
    const trouble = troubleOf(error);
    const told = errorOfTrouble(trouble, url.shown, question.sent, error);
    const harmless = trouble.kind === 'unsent' || (trouble.kind === 'lost' && question.sent === 'question');
    return harmless ? new Again(told) : told;
  };

  const refusal = async (answer: Dispatcher.ResponseData, question: Question): Promise<RestError | Again> => {
    const { statusCode, headers } = answer;
    const body = await answer.body.text().catch(() => '');
    const error = errorOfAnswer(statusCode, body, `${question.method} ${question.path}`, url.shown);
    // 502 and 504 come from a proxy that may have passed the request on.
    const harmless = statusCode === 503 || statusCode === 429 || question.sent === 'question';
    if (error.code !== 'KSQLDB_AWAY') return error;
    if (!harmless)
      return errorOfTrouble(
        { kind: 'lost', reason: `a proxy answers ${statusCode}` },
        url.shown,
        question.sent,
        error,
      );
    return new Again(error, retryAfterMs(headers['retry-after']));
  };

  const open = async (question: Question) => {
    // A body that is a stream can be sent once.
    if (typeof question.body === 'object') return attempt(question).catch(lastWord);
    return patiently(patience, () => attempt(question), question.signal);
  };

  return {
    open,
    text: async (question) => {
      const read = async () => {
        const body = await attempt(question);
        return body.text().catch((error: unknown) => {
          throw failure(error, question);
        });
      };
      return patiently(patience, read, question.signal);
    },
    close: async () => {
      await Promise.all([pool.destroy(), http2?.destroy()]);
    },
  };
}

function lastWord(error: unknown): never {
  throw error instanceof Again ? error.error : error;
}

function retryAfterMs(header: string | string[] | undefined): number | undefined {
  const seconds = Number(header);
  return header === undefined || Number.isNaN(seconds) ? undefined : seconds * 1000;
}
