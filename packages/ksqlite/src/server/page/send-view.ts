/**
 * The view of the program around the database, a line of JSON a second: it costs nothing while no page shows it. A page need
 * not ask again for the last one: when the server is closed, whoever still reads gets it as it is then.
 */
import { API_CODES, ApiError } from '../http/api-error.ts';
import { type Exchange, writeText } from '../http/exchange.ts';
import type { ServerContext } from '../server-context.ts';

const PERIOD_MS = 1_000;

/** @throws ApiError where the program gives none */
export function sendView({ response }: Exchange, { view, open }: ServerContext): Promise<void> {
  if (view === undefined) throw new ApiError(API_CODES.notFound, 'This server has no view of its own.');
  response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
  return new Promise((resolve) => {
    // who reads slowly is told the newest, and less often
    const send = (): void => {
      if (!response.writableNeedDrain) writeText(response, `${JSON.stringify(view.read())}\n`);
    };
    const timer = setInterval(send, PERIOD_MS);
    timer.unref();
    const id = `view_${open.newId()}`;
    open.add(id, () => {
      clearInterval(timer);
      response.end(`${JSON.stringify(view.read())}\n`);
    });
    response.on('close', () => {
      clearInterval(timer);
      open.remove(id);
      resolve();
    });
    send();
  });
}
