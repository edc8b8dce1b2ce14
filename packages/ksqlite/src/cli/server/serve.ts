import { CommandError } from '../../errors/command-error.ts';
import { type KsqlServer, type KsqlServerOptions, startKsqlServer } from '../../server/ksql-server.ts';

/**
 * Starts the server. An address that can't be listened on becomes a message for a person.
 *
 * @throws CommandError LISTEN
 */
export async function serve(options: KsqlServerOptions): Promise<KsqlServer> {
  try {
    return await startKsqlServer(options);
  } catch (error) {
    const address = `${options.host}:${options.port}`;
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
