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
  // one promise a socket, however many wait for it
  const open = new Map<Socket, Promise<void>>();
  return {
    connect: (options, callback) => {
      connect(options, (...[error, socket]: [Error, null] | [null, Socket]) => {
        if (error !== null) {
          callback(error, null);
          return;
        }
        const closed = new Promise<void>((resolve) => {
          socket.once('close', () => {
            open.delete(socket);
            resolve();
          });
        });
        open.set(socket, closed);
        callback(null, socket);
      });
    },
    tornDown: async () => {
      await Promise.all([...open].flatMap(([socket, closed]) => (socket.destroyed ? [closed] : [])));
    },
  };
}
