import type { Server } from 'node:http';
import { CommandError } from '../../errors/command-error.ts';

/** A server that listens. */
export interface Listening {
  readonly url: string;
  /** Ends what is open, too. */
  close(): Promise<void>;
}

/**
 * Has the server of a health port listen.
 *
 * @param port 0: any that is free
 * @throws CommandError USAGE when the port can't be listened on
 */
export async function listen(server: Server, port: number, host: string): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new CommandError('USAGE', `--health-port: can't listen on ${host}:${port}: ${cause.message}`, {
          cause,
        }),
      ),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
