import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface ParseWork {
  /** How much work it is to parse a text, as `WorkCounter` counts it. */
  of(text: string): Promise<number>;
  stop(): Promise<unknown>;
}

/** In a thread of its own: V8 counts all code of a thread, and a process of Jest has that of every file that it ran before. */
export function startParseWork(): ParseWork {
  const thread = new Worker(new URL('./main.mjs', import.meta.url));
  return {
    of: async (text) => {
      thread.postMessage(text);
      // rejects where the thread ends with an error
      const [work] = (await once(thread, 'message')) as [number];
      return work;
    },
    stop: () => thread.terminate(),
  };
}
