import type Big from 'big.js';
import { type Attempt, RequestFailure } from 'ksqlite/enrich';
import { httpPool } from 'ksqlite/enrich/http';
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
  readonly getPrice: (id: string, signal: AbortSignal) => Promise<Attempt<Big>>;
  /** Closes all sockets, whatever is under way. */
  readonly close: () => Promise<void>;
}

/** The price API over one pool of keep-alive connections. Throws a CommandError PRICE_API on a wrong address. */
export function createPriceClient({ priceUrl, ...limits }: PriceClientOptions): PriceClient {
  const { origin, pathOf } = parsePriceUrl(priceUrl);
  const pool = httpPool(origin, { ...limits, name: 'the price API' });
  return {
    getPrice: async (id, signal) => {
      try {
        const { status, body } = await pool.request(pathOf(id), { signal });
        return readPriceAnswer(id, status, body);
      } catch (error) {
        return error instanceof RequestFailure ? error : new RequestFailure('error', String(error));
      }
    },
    close: pool.close,
  };
}
