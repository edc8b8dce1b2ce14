import { createServer, type ServerResponse } from 'node:http';
import type { Metric } from '../../metrics/metric.ts';
import { METRICS_TYPE, metricsText } from '../../metrics/metrics-text.ts';
import { processMetrics } from '../../metrics/process-metrics.ts';
import { listen } from './listen.ts';

/** What `GET /healthcheck` answers: 200 when healthy, 503 when not, both with `details` as JSON. */
export interface Health {
  readonly healthy: boolean;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What a health port serves. */
export interface HealthPort {
  readonly health: () => Health;
  /** Of `GET /metrics`, beside the process's own; default: those alone. */
  readonly metrics?: () => readonly Metric[];
  /** Default: the loopback alone. */
  readonly host?: string;
}

/**
 * Serves `GET /healthcheck`, for a container's health check and for `curl`, and `GET /metrics`, for Prometheus.
 *
 * @throws CommandError USAGE when the port can't be listened on
 */
export async function startHealthServer(
  port: number,
  { health, metrics = () => [], host = '127.0.0.1' }: HealthPort,
): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    const path = request.method === 'GET' ? request.url : undefined;
    if (path === '/metrics') answerMetrics(response, metrics);
    else answerHealth(response, path === '/healthcheck' ? health() : undefined);
  });
  const { close } = await listen(server, port, host);
  return close;
}

function answerHealth(response: ServerResponse, health: Health | undefined): void {
  const { healthy, details } = health ?? { healthy: false, details: {} };
  const body =
    health === undefined
      ? { error: 'GET /healthcheck and GET /metrics are all there is' }
      : { healthy, ...details };
  const status = healthy ? 200 : 503;
  response.writeHead(health === undefined ? 404 : status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}

function answerMetrics(response: ServerResponse, metrics: () => readonly Metric[]): void {
  response.writeHead(200, { 'content-type': METRICS_TYPE });
  response.end(metricsText([...metrics(), ...processMetrics()]));
}
