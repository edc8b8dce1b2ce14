import { Worker } from 'node:worker_threads';
import { z } from 'zod';

/** Options that can be sent to a thread. */
export interface PriceApiThreadOptions {
  readonly port: number;
  readonly delayMs: { readonly min: number; readonly max: number };
}

const STARTED = z.union([z.object({ url: z.string() }), z.object({ error: z.string() })]);

/**
 * The demo's price API in a thread of its own, so that what answers does not share a core with what asks.
 *
 * @throws Error if it can't listen
 */
export async function startPriceApiThread(
  options: PriceApiThreadOptions,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const thread = new Worker(new URL('./main.mjs', import.meta.url), { workerData: options });
  const started = await new Promise<z.infer<typeof STARTED>>((resolve, reject) => {
    thread.once('message', (message: unknown) => resolve(STARTED.parse(message)));
    thread.once('error', reject);
  });
  if ('error' in started) throw new Error(started.error);
  return {
    url: started.url,
    close: async () => {
      await thread.terminate();
    },
  };
}
