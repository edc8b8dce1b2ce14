import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answerRequest, type ConnectWorker, connectMetrics } from '../../connect/index.ts';
import { METRICS_TYPE, metricsText } from '../../metrics/metrics-text.ts';
import { processMetrics } from '../../metrics/process-metrics.ts';
import { ApiError } from '../../server/http/api-error.ts';
import { authorizer } from '../../server/http/authorizer.ts';
import { readBody } from '../../server/http/read-body.ts';
import { segmentsOf } from '../../server/http/segments-of.ts';
import { type Listening, listen } from '../support/listen.ts';

const BODY_BYTES = 1024 * 1024;
const BODY_MS = 30_000;

export interface ConnectServerOptions {
  readonly port: number;
  readonly host: string;
  /** What those who ask of connectors must know; undefined: only this machine may ask. */
  readonly token: string | undefined;
}

/**
 * Kafka Connect's REST API of a process that runs connectors, `GET /healthcheck` (503 where a task is FAILED for good) and
 * `GET /metrics`.
 *
 * @throws CommandError USAGE when the port can't be listened on
 */
export async function startConnectServer(
  worker: ConnectWorker,
  { port, host, token }: ConnectServerOptions,
): Promise<Listening> {
  const authorize = authorizer(token);
  const server = createServer((request, response) => {
    answer(worker, request, response, authorize).catch((error: unknown) => {
      const status = error instanceof ApiError ? error.status : 500;
      const message = error instanceof ApiError ? error.message : 'this is a defect of the program';
      send(response, status, { error_code: status, message });
    });
  });
  return listen(server, port, host);
}

async function answer(
  worker: ConnectWorker,
  request: IncomingMessage,
  response: ServerResponse,
  authorize: ReturnType<typeof authorizer>,
): Promise<void> {
  const url = request.url ?? '/';
  if (request.method === 'GET' && url === '/metrics') {
    response.writeHead(200, { 'content-type': METRICS_TYPE });
    response.end(metricsText([...connectMetrics(worker), ...processMetrics()]));
    return;
  }
  if (request.method === 'GET' && url === '/healthcheck') {
    const failed = worker.list().filter((one) => one.tasks().some(({ isGivenUp }) => isGivenUp));
    const healthy = failed.length === 0;
    send(response, healthy ? 200 : 503, { healthy, failed: failed.map(({ name }) => name) });
    return;
  }
  authorize(request);
  const { status, body } = await answerRequest(worker, {
    method: request.method ?? 'GET',
    segments: segmentsOf(url) ?? [],
    query: new URL(url, 'http://localhost').searchParams,
    body: () => readBody(request, BODY_BYTES, BODY_MS),
    mayChange: false,
  });
  request.resume();
  send(response, status, body);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : `${JSON.stringify(body)}\n`);
}
