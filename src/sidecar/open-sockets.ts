import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';

export interface OpenSockets {
  readonly connect: buildConnector.connector;
  /** Resolves when every socket that is being torn down is closed. */
  readonly tornDown: () => Promise<void>;
}

/**
 * A connector that knows its sockets. undici tells the caller of an aborted request at once, while the socket still
 * has to be closed; a slot must outlast that.
 */
export function trackOpenSockets(connect: buildConnector.connector): OpenSockets {
  const open = new Set<Socket>();
  return {
    connect: (options, callback) => {
      connect(options, (...[error, socket]: [Error, null] | [null, Socket]) => {
        if (error !== null) {
          callback(error, null);
          return;
        }
        open.add(socket);
        socket.once('close', () => open.delete(socket));
        callback(null, socket);
      });
    },
    tornDown: async () => {
      const closing = [...open].filter((socket) => socket.destroyed);
      await Promise.all(closing.map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    },
  };
}
