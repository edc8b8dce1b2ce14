import type { z } from 'zod';
import { RestError } from '../rest-error.ts';

/** Throws RestError KSQLDB_ALIEN for what a ksqlDB does not answer. */
export function parseAnswer<T>(text: string, schema: z.ZodType<T>, asked: string, url: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw alien(asked, url, `no JSON: ${JSON.stringify(text.slice(0, 60))}`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw alien(asked, url, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

const alien = (asked: string, url: string, reason: string): RestError =>
  new RestError(
    'KSQLDB_ALIEN',
    `what answers at ${url} is not a ksqlDB that this client knows: its answer to ${asked} is ${reason}`,
  );
