/** Kafka Connect's REST API over the connectors of the database, on the server's own port. ksqlDB has it on another one: Connect's. */
import { answerRequest } from '../../connect/index.ts';
import type { Exchange } from '../http/exchange.ts';
import { readBody } from '../http/read-body.ts';
import { JSON_TYPE, respond } from '../http/respond.ts';
import type { ServerContext } from '../server-context.ts';

export async function connectorsEndpoint(
  { request, response, segments }: Exchange,
  { engine, limits, interactive }: ServerContext,
): Promise<void> {
  const worker = await engine.connectors();
  const { status, body } = await answerRequest(worker, {
    method: request.method ?? 'GET',
    segments,
    query: new URL(request.url ?? '', 'http://localhost').searchParams,
    body: () => readBody(request, limits.bodyBytes, limits.bodyMs),
    mayChange: interactive,
  });
  request.resume();
  if (body === undefined) respond(response, status, '', undefined);
  else respond(response, status, JSON.stringify(body), JSON_TYPE);
}
