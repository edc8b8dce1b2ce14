import { CommandError } from '../../errors/command-error.ts';
import { type ListenAddress, listenAddress } from '../server/listen-address.ts';
import { tokenOf } from '../server/server-token.ts';
import { errorExitCodes, exampleText, exitCodeText } from '../support/options/help-text.ts';
import { asksForHelp, newParser, optionHelp, parseGiven } from '../support/options/parse-given.ts';
import { readValue, VALUES } from '../support/options/value.ts';
import type { Command } from '../support/run-main.ts';
import { widthOf } from '../support/terminal.ts';

const SERVER = 'http://localhost:8088';
/** Beside a ksqlDB on this machine, which has 8088. */
const LISTEN: ListenAddress = { host: '127.0.0.1', port: 8089 };

/** The page in front of a ksqlDB server elsewhere, until a signal. Throws CommandError. */
export const pageCommand: Command = async (argv, { clock, env, stdout, stderr, signal }) => {
  if (asksForHelp(argv)) {
    stdout.write(pageHelp(widthOf(stdout)));
    return 0;
  }
  const { options } = parseGiven<{ readonly server?: string; readonly listen?: string }>(parser(), argv);
  const server = readValue('--server', VALUES.url, options.server) ?? SERVER;
  const listen = readValue('--listen', listenAddress, options.listen) ?? LISTEN;
  const { isLoopback } = await import('../../server/http/authorizer.ts');
  const token = tokenOf('KSQLDB_PAGE_TOKEN', env);
  if (token === undefined && !isLoopback(listen.host))
    throw new CommandError(
      'USAGE',
      `--listen: ${listen.host} can be reached from other machines, and whoever opens the page may do all that the server allows: set KSQLDB_PAGE_TOKEN, which browsers are asked for, or listen on 127.0.0.1`,
    );
  const { authorization, credentialsFrom } = await import('../../client/http/credentials.ts');
  const credentials = credentialsFrom(env);
  const { startRemotePage } = await import('../../server/page/remote/remote-page.ts');
  const page = await startRemotePage({
    server,
    ...listen,
    ...(token && { token }),
    ...(credentials && { authorization: authorization(credentials) }),
    now: () => Math.floor(clock.now()),
    onDefect: (error) => stderr.write(`INTERNAL: ${String(error)}\n`),
  }).catch((error: unknown) => {
    throw new CommandError('LISTEN', `can't listen on ${listen.host}:${listen.port}: ${String(error)}`, {
      cause: error,
    });
  });
  stdout.write(`A page for ${server} at ${page.url} (Ctrl-C stops it)\n`);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await page.close();
  return 0;
};

function pageHelp(width: number): string {
  const examples = exampleText([
    ['ksqlite page --server http://ksqldb:8088', 'the page for that server, at http://127.0.0.1:8089'],
  ]);
  return `${optionHelp(parser(), width)}\n${ENVIRONMENT}\n${examples}\n${exitCodeText(errorExitCodes(['USAGE', 'LISTEN']), width)}`;
}

const ENVIRONMENT = `Environment:
  KSQLDB_USERNAME, KSQLDB_PASSWORD    who the page is to the server; or KSQLDB_TOKEN
  KSQLDB_PAGE_TOKEN                   what browsers must know: then --listen may be any address
`;

const parser = () =>
  newParser(
    'ksqlite page',
    'Shows the page for a ksqlDB server: its topology, queries, streams and tables, and an editor. Embedded servers have it themselves.',
  )
    .option('--server <URL>', `the ksqlDB server (default ${SERVER})`)
    .option(
      '--listen <HOST:PORT>',
      'where browsers find the page; port 0: any free one (default 127.0.0.1:8089)',
    );
