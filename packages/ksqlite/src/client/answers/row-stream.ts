import type { Dispatcher } from 'undici';
import { linesOf } from '../http/lines.ts';
import type { Row, RowStream } from '../rest-client.ts';
import { RestError } from '../rest-error.ts';
import { errorAnswer, queryHead } from './answers.ts';
import { parseAnswer } from './parse-answer.ts';
import { rowReader } from './read-row.ts';

const ASKED = 'POST /query-stream';

/** Reads the head of a query's answer; the rows are read as they are taken. */
export async function openRowStream(
  body: Dispatcher.ResponseData['body'],
  url: string,
  signal?: AbortSignal,
): Promise<RowStream> {
  let closed = false;
  const lines = linesOf(body, url, signal);
  const head = await readHead(lines, url).catch((error: unknown) => {
    body.destroy();
    throw error;
  });
  const columns = head.columnNames.map((name, at) => ({ name, type: head.columnTypes[at] ?? '' }));
  const readRow = rowReader(head.columnTypes);

  const close = (): void => {
    closed = true;
    body.destroy();
  };

  async function* rows(): AsyncGenerator<Row, void, undefined> {
    try {
      for await (const line of lines) {
        // Other objects: tokens to continue from, which nobody here uses.
        if (line.startsWith('[')) yield rowOf(line, readRow, url);
        else throwIfError(line);
      }
    } catch (error) {
      if (!closed) throw error;
    } finally {
      close();
    }
  }

  return { queryId: head.queryId ?? '', columns, rows: rows(), close };
}

async function readHead(lines: AsyncGenerator<string, void, undefined>, url: string) {
  for (;;) {
    const { value: line, done } = await lines.next();
    if (done === true)
      throw new RestError('KSQLDB_AWAY', `ksqlDB at ${url} ended the answer to ${ASKED} before it began`);
    if (line === '') continue;
    throwIfError(line);
    return parseAnswer(line, queryHead, ASKED, url);
  }
}

function rowOf(line: string, readRow: (line: string) => Row, url: string): Row {
  try {
    return readRow(line);
  } catch (cause) {
    throw new RestError('KSQLDB_ALIEN', `${url} answers a query with something that is not a row`, { cause });
  }
}

/** A query that fails on its way says so in a line of its own. */
function throwIfError(line: string): void {
  if (!line.includes('error_code')) return;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return;
  }
  const answer = errorAnswer.safeParse(value).data;
  if (answer === undefined) return;
  const { error_code: errorCode, message, statementText } = answer;
  throw new RestError(errorCode >= 50000 ? 'KSQLDB_FAILED' : 'KSQLDB_REFUSED', message, {
    errorCode,
    statementText,
  });
}
