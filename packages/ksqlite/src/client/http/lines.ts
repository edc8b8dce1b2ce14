import { StringDecoder } from 'node:string_decoder';
import { classifyFailure, errorOfFailure } from './network-failure.ts';

/**
 * The lines of a body, wherever its chunks are cut; the last one with or without its line end. Leaving the loop closes
 * the connection.
 *
 * @throws RestError KSQLDB_AWAY when the connection is lost, KSQLDB_UNCERTAIN after a statement; the signal's reason when it fires
 */
export async function* linesOf(
  body: AsyncIterable<Buffer>,
  url: string,
  signal?: AbortSignal,
  sent: 'statement' | 'question' = 'question',
): AsyncGenerator<string, void, undefined> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  try {
    for await (const chunk of body) {
      const pieces = decoder.write(chunk).split('\n');
      pieces[0] = rest + (pieces[0] ?? '');
      rest = pieces.pop() ?? '';
      for (const line of pieces) yield withoutReturn(line);
    }
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    throw errorOfFailure(classifyFailure(error), url, sent, error);
  }
  rest += decoder.end();
  if (rest !== '') yield withoutReturn(rest);
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
