import { buildConnector, type Dispatcher, Pool } from 'undici';
import { type Attempt, failedAttempt } from './attempt.ts';
import { trackOpenSockets } from './open-sockets.ts';
import { readPriceAnswer } from './price-answer.ts';
import { parsePriceUrl } from './price-url.ts';

export interface PriceClientOptions {
  readonly priceUrl: string;
  /** Sockets, at most. */
  readonly connections: number;
  readonly connectTimeoutMs: number;
  /** A longer answer is cut off. */
  readonly maxAnswerBytes: number;
}

export interface PriceClient {
  /**
   * One request for one price. Ends when the answer is read or `signal` fires, and not before its socket is free again
   * or closed. Never throws.
   */
  readonly getPrice: (id: string, signal: AbortSignal) => Promise<Attempt>;
  /** Closes all sockets, whatever is under way. */
  readonly close: () => Promise<void>;
}

/** The price API over one pool of keep-alive connections. Throws a CommandError PRICE_API on a wrong address. */
export function createPriceClient(options: PriceClientOptions): PriceClient {
  const { origin, pathOf } = parsePriceUrl(options.priceUrl);
  const sockets = trackOpenSockets(buildConnector({ timeout: options.connectTimeoutMs }));
  const pool = new Pool(origin, {
    connections: options.connections,
    pipelining: 1,
    connect: sockets.connect,
    headersTimeout: 0, // the attempt's own time-out covers headers and body
    bodyTimeout: 0,
  });

  const request = async (id: string, signal: AbortSignal): Promise<Attempt> => {
    const { statusCode, body } = await pool.request({
      method: 'GET',
      path: pathOf(id),
      headers: { accept: 'application/json' },
      signal,
    });
    const bytes = await readAtMost(body, options.maxAnswerBytes);
    return bytes === undefined
      ? failedAttempt(`the price API's answer is longer than ${options.maxAnswerBytes} bytes`)
      : readPriceAnswer(id, statusCode, bytes);
  };

  return {
    getPrice: async (id, signal) => {
      try {
        return await request(id, signal);
      } catch (error) {
        return signal.aborted
          ? failedAttempt('no answer in time', 'silent')
          : failedAttempt(
              `request failed: ${messageOf(error)}`,
              NOBODY_THERE.has(codeOf(error)) ? 'unreachable' : 'silent',
            );
      } finally {
        await sockets.tornDown();
      }
    },
    close: async () => {
      await pool.destroy();
      await sockets.tornDown();
    },
  };
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

/** What connecting fails with, before anything was sent. */
const NOBODY_THERE: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
