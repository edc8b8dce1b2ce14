import { readFileSync } from 'node:fs';
import type { Envelopes } from './envelopes.ts';

/** What Debezium 3.6.1 wrote: a scenario a line. */
export const RECORDED = new URL('recorded.jsonl', import.meta.url);

export const readRecorded = (): ReadonlyMap<string, Envelopes> =>
  new Map(
    readFileSync(RECORDED, 'utf8')
      .trim()
      .split('\n')
      .map((line) => {
        const { scenario, schemas, records } = JSON.parse(line) as Envelopes & { readonly scenario: string };
        return [scenario, { schemas, records }];
      }),
  );
