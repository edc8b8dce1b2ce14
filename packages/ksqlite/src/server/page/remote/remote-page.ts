/**
 * The page in front of a real ksqlDB: a server that gives out the page's files, answers what the page asks besides ksqlDB's API, and hands
 * the API itself on. Without a token for this machine alone, as an embedded engine is. With one, what browsers give is for the page alone:
 * the server gets the credentials that the page was started with, and nothing else.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { API_CODES, ApiError } from '../../http/api-error.ts';
import { authorizer, isLoopback } from '../../http/authorizer.ts';
import { type Request, type Response, text } from '../../http/exchange.ts';
import { readBody } from '../../http/read-body.ts';
import { JSON_TYPE, respondError, respondJson } from '../../http/respond.ts';
import { segmentsOf } from '../../http/segments-of.ts';
import { apiErrorOf } from '../../statements/api-error-of.ts';
import { isPageFile } from '../is-page-file.ts';
import { sendPageFile } from '../page-files.ts';
import { forward } from './forward.ts';
import { remoteCatalogue } from './remote-catalogue.ts';
import { remoteScript } from './remote-script.ts';
import { ask, only, type RemoteServer } from './remote-server.ts';
import { remoteTopology } from './remote-topology.ts';

export interface RemotePageOptions {
  /** Of the ksqlDB server. */
  readonly server: string;
  /** The loopback's, or with a token any. */
  readonly host: string;
  /** 0: any that is free */
  readonly port: number;
  /** What browsers must know; undefined: nothing, and the credentials that they give are handed on. */
  readonly token?: string;
  /** The header `authorization` that the server gets. */
  readonly authorization?: string;
  /** Where the page was built; default: where the package has it. */
  readonly page?: string;
  readonly now: () => number;
  /** A request failed by a defect. */
  readonly onDefect: (error: unknown) => void;
}

export interface RemotePage {
  readonly url: string;
  close(): Promise<void>;
}

/** What of ksqlDB's API the page asks for. */
const FORWARDED: ReadonlySet<string> = new Set(['ksql', 'query', 'query-stream', 'close-query', 'info']);
const BODY_BYTES = 4 * 1024 * 1024;
const BODY_MS = 30_000;

/** @throws RangeError for an address that is not the loopback's without a token; what node:net throws (EADDRINUSE …) */
export async function startRemotePage(options: RemotePageOptions): Promise<RemotePage> {
  const { token, host } = options;
  if (token === undefined && !isLoopback(host))
    throw new RangeError(`${host} can be reached from other machines: set a token that browsers must know`);
  const authorize = authorizer(token);
  const server = createServer((request, response) => {
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    answer(request, response, options, authorize).catch((error: unknown) => {
      const apiError = apiErrorOf(error, undefined);
      if (apiError.status === 500) options.onDefect(apiError.cause);
      request.resume();
      if (response.headersSent) response.destroy();
      else respondError(response, apiError, JSON_TYPE);
    });
  });
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  request: Request,
  response: Response,
  { server, token, authorization, page, now }: RemotePageOptions,
  authorize: (request: Request) => void,
): Promise<void> {
  const segments = segmentsOf(request.url ?? '') ?? [];
  if (isPageFile(request, segments)) return sendPageFile(request, response, segments, page);
  authorize(request);
  const given = token === undefined ? text(request.headers.authorization) : undefined;
  const remote: RemoteServer = {
    url: server.replace(/\/$/, ''),
    authorization: authorization ?? given,
    isGuarded: token !== undefined,
  };
  const body = await readBody(request, BODY_BYTES, BODY_MS);
  const [path = ''] = segments;
  if (segments.length === 1 && FORWARDED.has(path)) return forward(request, response, remote, { path, body });
  if (segments[0] !== 'page' || segments[1] !== 'api')
    throw new ApiError(API_CODES.notFound, 'The page in front of a ksqlDB server has no such address.');
  respondJson(response, await pageAnswer(remote, segments.slice(2), body, now()));
}

async function pageAnswer(
  remote: RemoteServer,
  [name, id = '']: readonly string[],
  body: string,
  now: number,
): Promise<unknown> {
  switch (name) {
    case 'topology':
      return remoteTopology(remote, now);
    case 'query':
      return describedQuery(remote, id);
    case 'catalogue':
      return remoteCatalogue(remote);
    case 'analyse':
      return remoteScript(String((JSON.parse(body) as { sql?: unknown }).sql ?? ''));
    default:
      throw new ApiError(
        API_CODES.notFound,
        'A real ksqlDB has no way to read records by offset, time or key: PRINT the topic in the editor.',
      );
  }
}

async function describedQuery(remote: RemoteServer, id: string): Promise<unknown> {
  if (!/^[A-Za-z0-9_-]+$/.test(id)) throw new ApiError(API_CODES.notFound, `There is no query ${id}.`);
  const [found] = only(await ask(remote, `EXPLAIN ${id};`), 'queryDescription');
  if (found === undefined) throw new ApiError(API_CODES.notFound, `There is no query ${id}.`);
  const { statementText, state, queryErrors, executionPlan, topology } = found.queryDescription;
  return {
    id,
    sql: statementText,
    state: state ?? '',
    errors: queryErrors,
    problems: {},
    text: `${executionPlan.replaceAll('\t', '  ').trim()}\n\n${topology.trim()}`,
  };
}
