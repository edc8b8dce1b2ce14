import { API_CODES, ApiError } from './api-error.ts';
import type { Request } from './exchange.ts';

/**
 * The body's lines, as many at a time as came together; the connection waits while a batch is worked on. Empty lines
 * are left out; a last line without its end counts.
 *
 * @throws ApiError when a line is longer than `limit` characters
 */
export async function* lineBatches(request: Request, limit: number): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  // what follows a line that is too long is not wanted, but the answer is
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > limit)
      throw new ApiError(API_CODES.tooLarge, `A line is longer than ${limit} characters.`);
    const full = lines.filter((line) => line.trim() !== '');
    if (full.length > 0) yield full;
  }
  rest += decoder.decode();
  if (rest.trim() !== '') yield [rest];
}
