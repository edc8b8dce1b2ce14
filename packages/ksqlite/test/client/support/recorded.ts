import { readFileSync } from 'node:fs';
import type { Asked } from './fake-ksqldb.ts';

interface Recorded {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly body?: { readonly ksql?: string; readonly sql?: string };
  };
  readonly response: { readonly status: number; readonly body: unknown };
}

const all = JSON.parse(
  readFileSync(new URL('../recorded-answers.json', import.meta.url), 'utf8'),
) as readonly Recorded[];

/** What a real server answered to the same method, path and statement. */
export function recorded({ method, path, body }: Asked): Recorded['response'] {
  const statement = body === '' ? undefined : textOf(JSON.parse(body));
  const found = all.find(
    ({ request }) =>
      request.method === method && request.path === path && textOf(request.body ?? {}) === statement,
  );
  if (found === undefined) throw new Error(`no recording of ${method} ${path} ${statement}`);
  return found.response;
}

const textOf = ({ ksql, sql }: { ksql?: string; sql?: string }): string | undefined => ksql ?? sql;
