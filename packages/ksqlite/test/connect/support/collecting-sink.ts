import { z } from 'zod';
import type { SinkConnector } from '../../../src/connect/index.ts';

export interface Collected {
  /** By partition and offset: to put twice is to put once. */
  readonly put: Map<string, unknown>;
  /** All calls, in order. */
  readonly calls: string[];
}

export const collected = (): Collected => ({ put: new Map(), calls: [] });

/** Puts values into a map; reports those that are `{"bad":true}`. */
export const collectingSink = (
  into: Collected,
  fail: (call: number) => Error | undefined = () => undefined,
): SinkConnector<object> => ({
  kind: 'sink',
  class: 'test.Collecting',
  version: '1',
  config: z.strictObject({}),
  start: async (_config, { report }) => ({
    put: async (records) => {
      const failure = fail(into.calls.length);
      into.calls.push(records.map(({ origin }) => `${origin.partition}/${origin.offset}`).join(' '));
      if (failure !== undefined) throw failure;
      for (const record of records) {
        const { origin, value } = record;
        if (JSON.stringify(value?.value) === '{"bad":true}') report(record, new Error('it is bad'));
        else into.put.set(`${origin.partition}/${origin.offset}`, value?.value);
      }
    },
    stop: async () => undefined,
  }),
});
