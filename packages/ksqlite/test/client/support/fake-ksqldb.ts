import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface FakeKsqldb {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** Answers that neither ended nor lost their connection. */
  readonly openAnswers: () => number;
  readonly close: () => Promise<void>;
}

export type Answer = (response: ServerResponse, asked: Asked, nth: number) => void;

/** A server on the loopback that answers as it is told. `nth` counts the requests from 0. */
export async function fakeKsqldb(answer: Answer): Promise<FakeKsqldb> {
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  let open = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const one: Asked = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    asked.push(one);
    open++;
    response.on('close', () => open--);
    answer(response, one, asked.length - 1);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    openAnswers: () => open,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

export const json = (response: ServerResponse, body: unknown, status = 200, headers = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
};

/** Sends the pieces each in a write of its own, then ends, or cuts the connection. */
export async function pieces(
  response: ServerResponse,
  parts: readonly (string | Buffer)[],
  end: 'end' | 'cut' | 'open' = 'end',
): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/vnd.ksqlapi.delimited.v1' });
  for (const part of parts) {
    await new Promise((resolve) => response.write(part, resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (end === 'end') response.end();
  if (end === 'cut') response.socket?.destroy();
}
