import { createServer as createHttp1, type Server as Http1Server } from 'node:http';
import { createServer as createHttp2, type Http2Server, type ServerHttp2Session } from 'node:http2';
import { createServer, type Server, type Socket } from 'node:net';
import type { ServerLimits } from '../server-context.ts';
import type { Request, Response } from './exchange.ts';

export interface TwoProtocols {
  readonly server: Server;
  /** Takes no more connections, and ends those that are there. */
  close(): Promise<void>;
}

/** How HTTP/2 begins when the client knows that the server speaks it (RFC 9113, 3.3). */
const PREFACE = Buffer.from('PRI * HTTP/2.0');
const MAX_CONNECTIONS = 256;
const FIRST_BYTE_MS = 10_000;
const IDLE_MS = 65_000;
/** A request with its body; bodies that are read have a shorter time of their own. */
const REQUEST_MS = 60_000;
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_STREAMS = 128;

/**
 * HTTP/1.1 and HTTP/2 without TLS on one port: the first bytes of a connection say which. Headers, connections, streams
 * and idle time are bounded.
 */
export function twoProtocols(
  handle: (request: Request, response: Response) => void,
  { headersMs, pingMs }: Pick<ServerLimits, 'headersMs' | 'pingMs'>,
): TwoProtocols {
  const http1: Http1Server = createHttp1(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: headersMs,
      requestTimeout: Math.max(REQUEST_MS, headersMs),
      connectionsCheckingInterval: Math.min(1_000, headersMs),
      keepAliveTimeout: IDLE_MS,
    },
    handle,
  );
  // It listens through `server`; but node looks after headers and requests that do not come only once it has begun to.
  http1.emit('listening');
  const sessions = new Set<ServerHttp2Session>();
  const http2: Http2Server = createHttp2(
    { settings: { maxConcurrentStreams: MAX_STREAMS, maxHeaderListSize: MAX_HEADER_BYTES } },
    handle,
  );
  http2.on('session', (session) => {
    sessions.add(session);
    watchOver(session, pingMs);
    session.on('error', () => session.destroy());
    session.on('close', () => sessions.delete(session));
  });
  http2.on('sessionError', () => undefined);

  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // a client that breaks off is not a fault of the server
    socket.on('error', () => socket.destroy());
    firstBytes(socket, (bytes) => {
      socket.unshift(bytes);
      (bytes.subarray(0, PREFACE.length).equals(PREFACE) ? http2 : http1).emit('connection', socket);
    });
  });
  server.maxConnections = MAX_CONNECTIONS;
  return {
    server,
    close: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const session of sessions) session.close();
      http1.close();
      for (const socket of sockets) socket.destroySoon();
      await closed;
    },
  };
}

/**
 * Ends a session that answers no PING, or has had no streams for long. After a protocol error node sends GOAWAY and
 * then reads no more: it never learns that the client is gone, and the connection would count for ever.
 */
function watchOver(session: ServerHttp2Session, pingMs: number): void {
  let streams = 0;
  let idleMs = 0;
  let isWaiting = false;
  session.on('stream', (stream) => {
    streams++;
    stream.on('close', () => streams--);
  });
  const timer = setInterval(() => {
    // a push query may be quiet for long
    idleMs = streams === 0 ? idleMs + pingMs : 0;
    if (isWaiting || session.closed) session.destroy();
    else if (idleMs > IDLE_MS) session.close();
    else {
      isWaiting = true;
      session.ping(() => {
        isWaiting = false;
      });
    }
  }, pingMs);
  timer.unref();
  session.on('close', () => clearInterval(timer));
}

/** Waits until the bytes differ from the preface or hold it whole. */
function firstBytes(socket: Socket, decided: (bytes: Buffer) => void): void {
  let seen: Buffer = Buffer.alloc(0);
  socket.setTimeout(FIRST_BYTE_MS, () => socket.destroy());
  const read = (): void => {
    const chunk = socket.read() as Buffer | null;
    if (chunk === null) return;
    seen = Buffer.concat([seen, chunk]);
    const length = Math.min(seen.length, PREFACE.length);
    const undecided = length < PREFACE.length && seen.equals(PREFACE.subarray(0, length));
    if (undecided) return;
    socket.off('readable', read);
    socket.setTimeout(0);
    socket.removeAllListeners('timeout');
    decided(seen);
  };
  socket.on('readable', read);
}
