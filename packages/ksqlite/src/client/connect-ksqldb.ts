import { Readable } from 'node:stream';
import { z } from 'zod';
import { type Clock, systemClock } from '../clock/clock.ts';
import * as answers from './answers/answers.ts';
import { parseAnswer } from './answers/parse-answer.ts';
import { openRowStream } from './answers/row-stream.ts';
import type { Credentials } from './http/credentials.ts';
import { linesOf } from './http/lines.ts';
import type { RequestRetries } from './http/retry-request.ts';
import { parseServerUrl } from './http/server-url.ts';
import { Transport } from './http/transport.ts';
import { insertLines } from './insert-lines.ts';
import type { RequestOptions, RestClient } from './rest-client.ts';

export interface ConnectOptions {
  /** `http://127.0.0.1:8088`, with a path when a proxy stands before it. */
  readonly url: string;
  readonly credentials?: Credentials;
  /** How long a request is made again while ksqlDB is away or not ready, ms (default 10,000). */
  readonly retryForMs?: number;
  /** Called before each wait. */
  readonly onWait?: RequestRetries['onWait'];
  readonly connectTimeoutMs?: number;
  /** For an answer to begin, but for queries and PRINT (default 60,000). */
  readonly answerTimeoutMs?: number;
  readonly clock?: Clock;
}

const DELIMITED = 'application/vnd.ksqlapi.delimited.v1';

/**
 * A client of one ksqlDB server. Nothing is sent before the first request.
 *
 * @throws RestError KSQLDB_URL
 */
export function connectKsqldb(options: ConnectOptions): RestClient {
  const url = parseServerUrl(options.url);
  const transport = new Transport({
    url,
    credentials: options.credentials ?? url.credentials,
    connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
    answerTimeoutMs: options.answerTimeoutMs ?? 60_000,
    retries: {
      clock: options.clock ?? systemClock,
      forMs: options.retryForMs ?? 10_000,
      firstDelayMs: 100,
      longestDelayMs: 2_000,
      onWait: options.onWait,
    },
  });

  const get = async <T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> => {
    const text = await transport.text({ method: 'GET', path, sent: 'question', signal });
    return parseAnswer(text, schema, `GET ${path}`, url.shown);
  };

  const queryBody = (sql: string, { properties, variables }: RequestOptions): string =>
    JSON.stringify({ sql, properties: properties ?? {}, sessionVariables: variables ?? {} });

  const statementBody = (sql: string, { properties, variables }: RequestOptions, after?: number): string =>
    JSON.stringify({
      ksql: sql,
      streamsProperties: properties ?? {},
      sessionVariables: variables ?? {},
      ...(after === undefined ? {} : { commandSequenceNumber: after }),
    });

  return {
    url: url.shown,
    info: async ({ signal } = {}) => (await get('/info', answers.infoAnswer, signal)).KsqlServerInfo,
    health: ({ signal } = {}) => get('/healthcheck', answers.healthAnswer, signal),
    isValidProperty: (name) => get(`/is_valid_property/${encodeURIComponent(name)}`, z.boolean()),
    commandStatus: (commandId) =>
      get(`/status/${commandId.split('/').map(encodeURIComponent).join('/')}`, answers.commandStatus),

    execute: async (sql, executeOptions = {}) => {
      const { commandSequenceNumber, signal } = executeOptions;
      const body = statementBody(sql, executeOptions, commandSequenceNumber);
      const text = await transport.text({ method: 'POST', path: '/ksql', body, sent: 'statement', signal });
      return parseAnswer(text, answers.entities, 'POST /ksql', url.shown);
    },

    query: async (sql, queryOptions = {}) => {
      const { signal } = queryOptions;
      const body = await transport.open({
        method: 'POST',
        path: '/query-stream',
        accept: DELIMITED,
        body: queryBody(sql, queryOptions),
        sent: 'question',
        open: true,
        signal,
      });
      return openRowStream(body, url.shown, signal);
    },

    print: async function* (sql, printOptions = {}) {
      const { signal } = printOptions;
      const body = await transport.open({
        method: 'POST',
        path: '/query',
        body: statementBody(sql, printOptions),
        sent: 'question',
        open: true,
        signal,
      });
      // Empty lines keep the connection alive.
      for await (const line of linesOf(body, url.shown, signal)) if (line !== '') yield line;
    },

    insert: async function* (target, rows, { signal } = {}) {
      const body = await transport.open({
        method: 'POST',
        path: '/inserts-stream',
        accept: DELIMITED,
        contentType: DELIMITED,
        body: Readable.from(insertLines(target, rows)),
        sent: 'statement',
        http2: true,
        signal,
      });
      for await (const line of linesOf(body, url.shown, signal, 'statement')) {
        if (line === '') continue;
        yield parseAnswer(line, answers.insertAck, 'POST /inserts-stream', url.shown);
      }
    },

    closeQuery: async (queryId) => {
      await transport.text({
        method: 'POST',
        path: '/close-query',
        body: JSON.stringify({ queryId }),
        sent: 'question',
      });
    },
    close: () => transport.close(),
  };
}
