import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface HostileServer {
  readonly url: string;
  readonly requests: () => number;
  /** requests not answered whose socket is open */
  readonly inFlight: () => number;
  readonly maxInFlight: () => number;
  readonly maxSockets: () => number;
  readonly sockets: () => number;
  readonly close: () => Promise<void>;
}

/** A price API that does whatever `answer` does, and counts. */
export async function hostileServer(
  answer: (id: string, response: ServerResponse, request: IncomingMessage) => void,
): Promise<HostileServer> {
  const sockets = new Set<Socket>();
  let requests = 0;
  let inFlight = 0;
  let maxInFlight = 0;
  let maxSockets = 0;
  const server = createServer((request, response) => {
    requests++;
    inFlight++;
    maxInFlight = Math.max(maxInFlight, inFlight);
    let counted = true;
    const done = () => {
      if (counted) inFlight--;
      counted = false;
    };
    response.once('finish', done);
    response.once('close', done);
    answer(decodeURIComponent((request.url ?? '').replace('/price/', '')), response, request);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    maxSockets = Math.max(maxSockets, sockets.size);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    inFlight: () => inFlight,
    maxInFlight: () => maxInFlight,
    maxSockets: () => maxSockets,
    sockets: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
