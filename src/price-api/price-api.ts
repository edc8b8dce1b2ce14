import { createServer, type ServerResponse } from 'node:http';
import { CommandError, type Logger, METRICS_TYPE, metricsText, processMetrics } from 'ksqlite/cli';
import { LINE_ERRORS } from '../contracts/line-errors.ts';
import { PRICE_API_ERRORS, type PriceApiErrorCode } from './price-api-errors.ts';
import { type CountedRequests, priceApiMetrics } from './price-api-metrics.ts';
import { priceOf } from './price-of.ts';
import { readPriceRequest } from './price-request.ts';

export type Failing = (id: string) => 'error' | 'hang' | undefined;

export interface PriceApiOptions {
  /** default: 127.0.0.1 */
  readonly host?: string;
  /** 0: any that is free */
  readonly port: number;
  /** How long an answer takes, evenly spread; default 0 to 800 ms. */
  readonly delayMs?: { readonly min: number; readonly max: number };
  /** Ids that are answered with 500, or never. */
  readonly failing?: Failing;
  /** The price of an id at the moment that it is answered, undefined where there is none; default: always the same, by the id. */
  readonly priceOf?: (id: string) => number | undefined | Promise<number | undefined>;
  /** 0 ≤ x < 1; default: Math.random */
  readonly random?: () => number;
  /** Is told at `debug` of each request for a price, and how it was answered. */
  readonly logger?: Logger;
  /** Count the requests of each id as well; memory grows with their number. */
  readonly countPerId?: boolean;
}

export interface PriceApiStats extends CountedRequests {
  readonly maxInFlight: number;
  readonly perId: ReadonlyMap<string, number>;
}

export interface PriceApi {
  readonly url: string;
  readonly stats: () => PriceApiStats;
  /** Closes all connections, answered or not. */
  readonly close: () => Promise<void>;
}

/** The demo's slow price API: `GET /price/{id}` → `{id, price}`. Throws a CommandError PRICE_API if it can't listen. */
export async function startPriceApi(options: PriceApiOptions): Promise<PriceApi> {
  const { host = '127.0.0.1', port, delayMs = { min: 0, max: 800 }, random = Math.random } = options;
  const currentPriceOf = options.priceOf ?? priceOf;
  const perId = new Map<string, number>();
  let requests = 0;
  let inFlight = 0;
  let maxInFlight = 0;

  const count = (id: string, response: ServerResponse) => {
    requests++;
    inFlight++;
    maxInFlight = Math.max(maxInFlight, inFlight);
    if (options.countPerId) perId.set(id, (perId.get(id) ?? 0) + 1);
    let counted = true;
    const done = () => {
      if (counted) inFlight--;
      counted = false;
    };
    response.once('finish', done);
    response.once('close', done);
  };

  const answerCurrentPrice = async (id: string, response: ServerResponse): Promise<void> => {
    const price = await currentPriceOf(id);
    if (price === undefined) answerError(response, 'ID_UNKNOWN', 'the catalogue has no such part');
    else answer(response, 200, { id, price });
  };

  const answerPrice = (id: string, response: ServerResponse) => {
    count(id, response);
    const failure = options.failing?.(id);
    options.logger?.debug('price asked for', () => ({ id, answer: failure ?? 'price' }));
    if (failure === 'hang') return;
    const delay = delayMs.min + random() * (delayMs.max - delayMs.min);
    const timer = setTimeout(() => {
      if (failure === 'error') answerError(response, 'ID_FAILS', 'this id fails');
      else answerCurrentPrice(id, response).catch(() => response.destroy());
    }, delay);
    response.once('close', () => clearTimeout(timer));
  };

  const stats = (): PriceApiStats => ({ requests, inFlight, maxInFlight, perId: new Map(perId) });

  const server = createServer((incoming, response) => {
    const request = readPriceRequest(incoming.method, incoming.url);
    if (request.kind === 'price') answerPrice(request.id, response);
    else if (request.kind === 'healthcheck') answer(response, 200, { status: 'ok' });
    else if (request.kind === 'metrics') answerMetrics(response, stats());
    else answerError(response, request.code, request.message);
  });
  server.keepAliveTimeout = 60_000; // a client that is idle for a while need not connect again

  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new CommandError(
          LINE_ERRORS.PRICE_API,
          `The price API can't listen on ${host}:${port}: ${cause.message}`,
          {
            cause,
          },
        ),
      );
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    stats,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answerError(response: ServerResponse, code: PriceApiErrorCode, error: string): void {
  answer(response, PRICE_API_ERRORS[code].status, { code, error });
}

function answer(response: ServerResponse, status: number, body: object): void {
  const json = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(json),
  });
  response.end(json);
}

function answerMetrics(response: ServerResponse, stats: PriceApiStats): void {
  const text = metricsText([...priceApiMetrics(stats), ...processMetrics()]);
  response.writeHead(200, { 'content-type': METRICS_TYPE, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
