import { DeletedRow } from '../../queries/transient/deleted-row.ts';
import type { RunningTransientQuery } from '../../queries/transient/transient-query.ts';
import type { ApiError } from '../http/api-error.ts';
import { type Exchange, isHttp2 } from '../http/exchange.ts';
import type { ServerContext } from '../server-context.ts';
import { apiErrorOf } from '../statements/api-error-of.ts';
import { refusalOf } from '../statements/refusal-of.ts';
import type { AskedQuery } from './asked-query.ts';
import type { RowFormat } from './row-format.ts';
import { ReaderGone, TextWriter } from './text-writer.ts';

/** Characters that are sent before others have their turn, where the reader takes whatever comes. A row costs as much as so many. */
const TURN_COST = 200_000;
const ROW_COST = 200;
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** How a client wants its rows. */
export interface RowAnswer {
  readonly format: RowFormat;
  readonly type: string;
}

/** Runs a query and sends its rows as fast as they are read, until it ends, is closed, or the reader is gone. */
export async function sendRows(
  exchange: Exchange,
  context: ServerContext,
  asked: AskedQuery,
  answer: RowAnswer,
): Promise<void> {
  const { response } = exchange;
  const release = context.open.reserve();
  try {
    const query = openQuery(context, asked);
    const close = (): void => query.close();
    response.on('close', close);
    context.open.add(query.id, close);
    try {
      if (response.destroyed) return;
      await send(exchange, query, asked, answer);
    } finally {
      response.off('close', close);
      context.open.remove(query.id);
      close();
    }
  } finally {
    release();
  }
}

function openQuery({ engine }: ServerContext, { statement, session }: AskedQuery): RunningTransientQuery {
  try {
    return engine.openQuery(statement, session, { deletions: true });
  } catch (error) {
    const refusal = refusalOf(error, statement);
    // ksqlDB plans a query after the endpoint has handed it over
    throw refusal === error
      ? apiErrorOf(error, statement.text).asBare()
      : apiErrorOf(refusal, statement.text);
  }
}

async function send(
  { request, response }: Exchange,
  query: RunningTransientQuery,
  asked: AskedQuery,
  { format, type }: RowAnswer,
): Promise<void> {
  const { kind, columns, rows } = query;
  const head = headOf(query, asked, format);
  response.writeHead(200, { 'content-type': type });
  const writer = new TextWriter(response, { singly: isHttp2(request) && kind === 'push' });
  let failure: ApiError | undefined;
  try {
    await writer.write(head);
    const write = format.row(columns);
    const deleted = format.deleted(columns);
    let sent = 0;
    for await (const row of rows) {
      const text = row instanceof DeletedRow ? deleted(row) : write(row);
      const wait = text === '' ? undefined : writer.write(text);
      if (wait !== undefined) await wait;
      sent += ROW_COST + text.length;
      if (sent < TURN_COST) continue;
      sent = 0;
      await nextTurn();
    }
  } catch (error) {
    if (error instanceof ReaderGone) return;
    failure = apiErrorOf(error, asked.statement.text);
  }
  if (writer.gone()) return;
  try {
    if (failure !== undefined) await writer.write(format.error(failure));
    const end = format.end(finalMessage(query));
    if (end !== '') await writer.write(end);
    writer.end();
  } catch (error) {
    if (!(error instanceof ReaderGone)) throw error;
  }
}

/** Throws ApiError where the format can't hold the columns. */
function headOf(
  { id, columns }: RunningTransientQuery,
  { statement }: AskedQuery,
  format: RowFormat,
): string {
  try {
    return format.head(id, columns);
  } catch (error) {
    throw apiErrorOf(error, statement.text).asBare();
  }
}

/** ksqlDB says how a query over records ended, `/close-query` too; a look at a table's rows is an answer and ends with its last row. */
function finalMessage(query: RunningTransientQuery): string | undefined {
  if (query.isLookup) return undefined;
  const end = query.ended();
  if (end === 'limit') return 'Limit Reached';
  return end === 'complete' || end === 'closed' ? 'Query Completed' : undefined;
}
