import { parentPort, workerData } from 'node:worker_threads';
import { startPriceApi } from '../price-api.ts';
import type { PriceApiThreadOptions } from './price-api-thread.ts';

/** What a thread runs: the API, until it is terminated. */
const { port, delayMs } = workerData as PriceApiThreadOptions;
try {
  const { url } = await startPriceApi({ port, delayMs });
  parentPort?.postMessage({ url });
} catch (error) {
  parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
}
