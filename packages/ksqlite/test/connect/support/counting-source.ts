import { z } from 'zod';
import type { SourceConnector } from '../../../src/connect/index.ts';

const CONFIG = z.strictObject({
  topic: z.string(),
  count: z.coerce.number().int(),
  secret: z.string().optional(),
});

export interface CountingOptions {
  /** Thrown by the poll that would begin at the number, once each. */
  readonly failures?: Map<number, Error>;
  readonly onStart?: (from: number) => void;
}

/** Gives the numbers from 0 up to `count`, in batches of 1, 2, 3, 1, 2, 3 … */
export const countingSource = ({
  failures = new Map(),
  onStart = () => undefined,
}: CountingOptions = {}): SourceConnector<z.output<typeof CONFIG>> => ({
  kind: 'source',
  class: 'test.Counting',
  version: '1',
  config: CONFIG,
  secrets: ['secret'],
  start: async ({ topic, count }, { offset }) => {
    let next = typeof offset === 'number' ? offset : 0;
    onStart(next);
    return {
      poll: async (signal) => {
        const failure = failures.get(next);
        failures.delete(next);
        if (failure !== undefined) throw failure;
        if (next >= count) {
          await new Promise((resolve) => {
            signal.addEventListener('abort', resolve);
            if (signal.aborted) resolve(undefined);
          });
          return undefined;
        }
        const size = Math.min(1 + (next % 3), count - next);
        const numbers = Array.from({ length: size }, (_, i) => next + i);
        next += size;
        return {
          records: numbers.map((value) => ({ topic, key: { value: value % 2 }, value: { value } })),
          offset: next,
        };
      },
      stop: async () => undefined,
    };
  },
});
