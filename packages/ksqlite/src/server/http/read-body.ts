import { z } from 'zod';
import { API_CODES, ApiError } from './api-error.ts';
import type { Request } from './exchange.ts';

/** The body's text. Throws ApiError when it is longer than `limit` bytes, comes too slowly, or is cut off. */
export async function readBody(request: Request, limit: number, timeoutMs: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    request.destroy();
  }, timeoutMs);
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) {
        // the rest is let go, so that the answer can be read
        request.resume();
        throw new ApiError(API_CODES.tooLarge, `The request's body is larger than ${limit} bytes.`);
      }
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof ApiError) throw error;
    if (late)
      throw new ApiError(API_CODES.timeout, `The request's body did not come within ${timeoutMs} ms.`);
    throw new ApiError(API_CODES.badRequest, "The request's body was cut off.");
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The body is not JSON, or not of the form. */
export class MalformedBody extends ApiError {
  override readonly name = 'MalformedBody';
  constructor(reason: string) {
    super(API_CODES.badRequest, `Invalid JSON in request: ${reason}`, { isBare: true });
  }
}

/** Throws MalformedBody. */
export function parseBody<T>(text: string, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new MalformedBody(error instanceof Error ? error.message : 'not a JSON value');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  const reason = issue?.message ?? 'not of the form';
  throw new MalformedBody(where === '' ? reason : `${where}: ${reason}`);
}

/** As ksqlDB's JSON reader: any scalar is read as text. */
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** Settings and variables: ksqlDB takes any scalar and reads it as text; null is as if it were not there. */
const settings = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
  .nullish()
  .transform((given) =>
    Object.fromEntries(
      Object.entries(given ?? {}).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])),
    ),
  );

/** Of `/ksql` and `/query`. */
export const ksqlRequest = z.object({
  ksql: text.nullish().transform((sql) => sql ?? ''),
  streamsProperties: settings,
  sessionVariables: settings,
  /** The last command that must have been executed before; -1 or nothing: any. */
  commandSequenceNumber: z.number().nullish(),
});
export type KsqlRequest = z.infer<typeof ksqlRequest>;

/** Of `/query-stream`. */
export const queryStreamRequest = z.object({
  sql: text,
  properties: settings,
  sessionVariables: settings,
});

export const closeQueryRequest = z.object({ queryId: z.string() });
/** The first line of `/inserts-stream`. */
export const insertsRequest = z.object({ target: z.string() });
