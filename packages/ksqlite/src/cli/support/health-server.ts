import { createServer } from 'node:http';
import { CommandError } from '../../errors/command-error.ts';

/** What `GET /healthcheck` answers: 200 when healthy, 503 when not, both with `details` as JSON. */
export interface Health {
  readonly healthy: boolean;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * Serves `GET /healthcheck` on the loopback alone: for a container's health check, and for `curl`.
 *
 * @throws CommandError USAGE when the port can't be listened on
 */
export async function startHealthServer(port: number, read: () => Health): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    const known = request.method === 'GET' && request.url === '/healthcheck';
    const { healthy, details } = known ? read() : { healthy: false, details: {} };
    const body = known ? { healthy, ...details } : { error: 'GET /healthcheck is all there is' };
    response.writeHead(known ? (healthy ? 200 : 503) : 404, { 'content-type': 'application/json' });
    response.end(`${JSON.stringify(body)}\n`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new CommandError('USAGE', `--health-port: can't listen on 127.0.0.1:${port}: ${cause.message}`, {
          cause,
        }),
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}
