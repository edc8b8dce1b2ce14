import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { AnyDatabase } from '../database/any-database.ts';
import { engineOf } from '../database/engine-of.ts';
import { FOLDERS } from '../database/folder/folder-of.ts';
import { noteServer } from '../database/folder/server-note.ts';
import type { Engine } from '../engine/engine.ts';
import { type Logger, SILENT } from '../logging/logger.ts';
import type { Metric } from '../metrics/metric.ts';
import { EmbeddedRegistry } from '../schemas/embedded/embedded-registry.ts';
import { type Authorize, authorizer, isLoopback } from './http/authorizer.ts';
import type { Request, Response } from './http/exchange.ts';
import { JSON_TYPE, respond, respondError } from './http/respond.ts';
import { segmentsOf } from './http/segments-of.ts';
import { twoProtocols } from './http/two-protocols.ts';
import { isPageFile } from './page/is-page-file.ts';
import type { ProgramView } from './page/program-view.ts';
import { type RegistryServer, startRegistryServer } from './registry/registry-server.ts';
import { routesOf } from './router.ts';
import { OpenQueries } from './rows/open-queries.ts';
import { DEFAULT_LIMITS, type ServerContext, type ServerLimits } from './server-context.ts';
import { apiErrorOf } from './statements/api-error-of.ts';

export interface KsqlServerOptions {
  readonly database: AnyDatabase;
  /** Without a token a loopback address only. */
  readonly host: string;
  /** 0: any that is free */
  readonly port: number;
  /** What clients must know; undefined: nothing. */
  readonly token?: string;
  readonly limits?: Partial<ServerLimits>;
  /** false: clients may query and insert, and not change streams, tables, types or queries. Default true. */
  readonly interactive?: boolean;
  /**
   * Where the embedded Schema Registry's REST API is served, with the same token; default: nowhere. A database with a Schema
   * Registry of another process has none to serve.
   */
  readonly registry?: { readonly host: string; readonly port: number };
  /** Where the page was built; default: where the package has it. */
  readonly page?: string;
  /** Metrics of the program around the database, which `GET /metrics` answers beside the engine's own. */
  readonly metrics?: () => readonly Metric[];
  /** A view of the program's own, among the page's. */
  readonly view?: ProgramView;
  /** Is told at the level `debug` what each statement did. */
  readonly logger?: Logger;
  /** A request failed by a defect: for the log, the client learns no more than that. */
  readonly onDefect?: (error: unknown) => void;
}

export interface KsqlServer {
  readonly url: string;
  /** Of the embedded Schema Registry's API, where it is served. */
  readonly registryUrl?: string;
  /** Ends open queries and connections; the database stays open. */
  close(): Promise<void>;
}

/**
 * Serves ksqlDB's HTTP API over a database, on HTTP/1.1 and HTTP/2 without TLS on one port.
 *
 * @throws RangeError for an address that is not the loopback's without a token; what node:net throws (EADDRINUSE …)
 */
export async function startKsqlServer(options: KsqlServerOptions): Promise<KsqlServer> {
  const { database, host, port, token, interactive = true, onDefect = () => undefined } = options;
  const engine = engineOf(database);
  if (token === undefined && !isLoopback(host))
    throw new RangeError(`${host} can be reached from other machines: set a token that clients must know`);
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const open = new OpenQueries(limits.queries);
  let address = '';
  const context: ServerContext = {
    engine,
    topics: database.topics,
    open,
    host: () => address,
    limits,
    interactive,
    moreMetrics: options.metrics ?? (() => []),
    view: options.view,
    logger: options.logger ?? SILENT,
  };
  const authorize = authorizer(token);
  const protocols = twoProtocols((request, response) => {
    void answer(request, response, { authorize, context, onDefect, page: options.page });
  }, limits);
  const { server } = protocols;
  server.listen(port, host);
  // rejects with the server's error
  await once(server, 'listening');
  const { port: actual } = server.address() as AddressInfo;
  address = `${host.includes(':') ? `[${host}]` : host}:${actual}`;
  const close = async (): Promise<void> => {
    open.closeAll();
    await protocols.close();
  };
  try {
    const registry = await serveRegistry(engine, options, limits);
    const url = `http://${address}`;
    const folder = FOLDERS.get(database);
    const forget = folder === undefined ? () => undefined : noteServer(folder, url);
    return {
      url,
      ...(registry === undefined ? {} : { registryUrl: registry.url }),
      close: async () => {
        forget();
        await registry?.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** undefined: it is not asked for, or there is none to serve. */
async function serveRegistry(
  { schemaRegistry, scheduler }: Engine,
  { registry, token, onDefect }: KsqlServerOptions,
  limits: ServerLimits,
): Promise<RegistryServer | undefined> {
  if (registry === undefined || !(schemaRegistry instanceof EmbeddedRegistry)) return undefined;
  return startRegistryServer({
    ...registry,
    store: schemaRegistry.store,
    settled: () => scheduler.settled(),
    token,
    limits,
    ...(onDefect === undefined ? {} : { onDefect }),
  });
}

interface Answering {
  readonly authorize: Authorize;
  readonly context: ServerContext;
  readonly onDefect: (error: unknown) => void;
  readonly page: string | undefined;
}

async function answer(
  request: Request,
  response: Response,
  { authorize, context, onDefect, page }: Answering,
): Promise<void> {
  // a client that breaks off while it is answered is not a fault of the server
  response.on('error', () => undefined);
  request.on('error', () => undefined);
  let type: string | undefined = JSON_TYPE;
  try {
    const segments = segmentsOf(request.url ?? '');
    if (segments !== undefined && isPageFile(request, segments)) {
      const { sendPageFile } = await import('./page/page-files.ts');
      sendPageFile(request, response, segments, page);
      return;
    }
    authorize(request);
    const routes = segments === undefined ? [] : routesOf(segments);
    const route = routes.find(({ method }) => method === request.method);
    if (route === undefined || segments === undefined) {
      request.resume();
      refuseRoute(response, [...new Set(routes.map(({ method }) => method))]);
      return;
    }
    if (route.bareErrors === true) type = undefined;
    await route.endpoint({ request, response, segments }, context);
  } catch (error) {
    request.resume();
    const apiError = apiErrorOf(error, undefined);
    if (apiError.status === 500) onDefect(apiError.cause);
    // what is still to come of a body that is too long is not waited for
    if (apiError.status === 413 && 'shouldKeepAlive' in response) response.shouldKeepAlive = false;
    if (response.headersSent) response.destroy();
    else if (apiError.status === 406) respond(response, 406, '', undefined);
    else respondError(response, apiError, apiError.isBare ? undefined : type, HEADERS[apiError.status]);
  }
}

const HEADERS: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  401: { 'www-authenticate': 'Basic realm="ksqldb"' },
};

const NOT_FOUND = '<html><body><h1>Resource not found</h1></body></html>';

function refuseRoute(response: Response, allowed: readonly string[]): void {
  if (allowed.length > 0) respond(response, 405, '', undefined, { allow: allowed.join(', ') });
  else respond(response, 404, NOT_FOUND, 'text/html; charset=utf-8');
}
