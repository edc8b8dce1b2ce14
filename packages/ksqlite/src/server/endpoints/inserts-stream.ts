import { KsqlError } from '../../errors/ksql-error.ts';
import { findSource } from '../../inspect/inspected.ts';
import { insertRow } from '../../statements/insert/insert-row.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';
import { type Exchange, isHttp2 } from '../http/exchange.ts';
import { lineBatches } from '../http/line-batches.ts';
import { DELIMITED, JSON_ARRAY, negotiate } from '../http/negotiate.ts';
import { insertsRequest, parseBody } from '../http/read-body.ts';
import { nameOf } from '../rows/name-of.ts';
import { readInsertRow } from '../rows/read-insert-row.ts';
import { TextWriter } from '../rows/text-writer.ts';
import type { ServerContext } from '../server-context.ts';
import { alternatives } from '../statements/alternatives.ts';

/**
 * `POST /inserts-stream`: a line that names the stream, then a row a line; an acknowledgement comes back for each once
 * it is durable, in order. No more is read than what has been acknowledged: the writer waits for the disk.
 */
export async function insertsStream(
  { request, response }: Exchange,
  { engine, limits }: ServerContext,
): Promise<void> {
  if (!isHttp2(request))
    throw new ApiError(API_CODES.http2Only, 'This endpoint is only available when using HTTP2');
  const type = negotiate(request.headers.accept, [DELIMITED, JSON_ARRAY]);
  if (type === undefined) throw new ApiError(API_CODES.notAcceptable, 'Not acceptable');
  const asArray = type === JSON_ARRAY;
  const batches = lineBatches(request, limits.bodyBytes);
  const first = await batches.next();
  if (first.done === true) throw new ApiError(API_CODES.badRequest, 'The first line must name the target.');
  const [head = '', ...rest] = first.value;
  const { target } = parseBody(head, insertsRequest);
  const name = targetName(target);
  const source = findSource(engine, name);
  if (source === undefined)
    throw new ApiError(
      API_CODES.badStatement,
      `Cannot insert values into an unknown stream/table: \`${name}\`${alternatives(engine, name)}`,
    );
  const insert = insertRow(engine, source);
  const read = readInsertRow(source);

  response.writeHead(200);
  const writer = new TextWriter(response);
  let sequence = 0;
  let written = 0;
  const answer = (body: unknown): Promise<void> | undefined => {
    const json = JSON.stringify(body);
    const text = asArray ? `${written === 0 ? '[' : ','}${json}` : `${json}\n`;
    written++;
    return writer.write(text);
  };
  const refuse = ({ message, code }: ApiError): Promise<void> | undefined =>
    answer({ '@type': 'InsertError', status: 'error', seq: sequence, message, error_code: code });
  const take = async (lines: readonly string[]): Promise<boolean> => {
    const begin = sequence;
    let failure: ApiError | undefined;
    for (const line of lines) {
      if (sequence > begin && (sequence - begin) % LINES_IN_ONE_GO === 0) await nextTurn();
      try {
        insert(read(line));
      } catch (error) {
        failure = insertError(error);
        break;
      }
      sequence++;
    }
    if (sequence > begin) await engine.scheduler.settled();
    for (let seq = begin; seq < sequence; seq++) await answer({ seq, status: 'ok' });
    if (failure !== undefined) await refuse(failure);
    return failure === undefined;
  };
  let good = await take(rest);
  while (good) {
    const next = await nextLines(batches);
    if (next instanceof ApiError) {
      request.resume();
      await refuse(next);
      break;
    }
    if (next === undefined) break;
    good = await take(next);
  }
  if (asArray) await writer.write(written === 0 ? '[]' : ']');
  writer.end();
}

/** Then others have their turn. */
const LINES_IN_ONE_GO = 200;
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function targetName(target: string): string {
  try {
    return nameOf(target);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new ApiError(API_CODES.badStatement, `Invalid target name: ${error.message}`);
  }
}

/** undefined: the body has ended. An ApiError: a line is too long. */
async function nextLines(
  batches: AsyncGenerator<readonly string[]>,
): Promise<readonly string[] | ApiError | undefined> {
  try {
    const next = await batches.next();
    return next.done === true ? undefined : next.value;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

/** A row that can't be read, or can't be written in the stream's format, ends its stream alone. Throws any other error. */
function insertError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof KsqlError && !error.code.startsWith('LOG_'))
    return new ApiError(API_CODES.badRequest, error.message);
  throw error;
}
