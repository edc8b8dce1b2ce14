import { CommandError } from '../../errors/command-error.ts';
import type { KsqlServer, KsqlServerOptions } from '../../server/ksql-server.ts';

/**
 * Starts the server. An address that can't be listened on becomes a message for a person.
 *
 * @throws CommandError LISTEN
 */
export async function serve(options: KsqlServerOptions): Promise<KsqlServer> {
  try {
    // a process that serves nothing does not hold the server's code
    const { startKsqlServer } = await import('../../server/ksql-server.ts');
    return await startKsqlServer(options);
  } catch (error) {
    const { syscall, port } = error as { syscall?: string; port?: number };
    const { registry } = options;
    // the error says which port could not be had
    const isRegistry =
      syscall === 'listen' && registry !== undefined && port === registry.port && port !== options.port;
    const { host, port: wanted } = isRegistry ? registry : options;
    const address = `${host}:${wanted}`;
    throw new CommandError('LISTEN', `can't listen on ${address}: ${reason(error)}`, { cause: error });
  }
}

function reason(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return 'another process has the port';
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return 'this machine has no such address';
    case 'EACCES':
      return 'the system does not allow it';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
