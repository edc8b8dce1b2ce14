import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { RegistryStore } from '../../schemas/embedded/registry-store.ts';
import { loadSchemaParsers } from '../../schemas/parse-schema.ts';
import { type Authorize, authorizer, isLoopback } from '../http/authorizer.ts';
import type { Request, Response } from '../http/exchange.ts';
import { readBody } from '../http/read-body.ts';
import { segmentsOf } from '../http/segments-of.ts';
import { twoProtocols } from '../http/two-protocols.ts';
import { DEFAULT_LIMITS, type ServerLimits } from '../server-context.ts';
import { answer, answerError, answerType, RegistryAnswerError, refuseOtherTypes } from './registry-answer.ts';
import { registryRoutesOf } from './registry-routes.ts';

export interface RegistryServerOptions {
  readonly store: RegistryStore;
  /** Resolves when what was put is durable. */
  readonly settled: () => Promise<void>;
  /** Without a token a loopback address only. */
  readonly host: string;
  /** 0: any that is free */
  readonly port: number;
  /** What clients must know; undefined: nothing. */
  readonly token?: string | undefined;
  readonly limits?: Partial<ServerLimits>;
  /** A request failed by a defect: for the log, the client learns no more than that. */
  readonly onDefect?: (error: unknown) => void;
}

export interface RegistryServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves a Schema Registry's REST API (Confluent's 7.9) over the embedded registry, on HTTP/1.1 and HTTP/2 without TLS on
 * one port.
 *
 * @throws RangeError for an address that is not the loopback's without a token; what node:net throws (EADDRINUSE …)
 */
export async function startRegistryServer(options: RegistryServerOptions): Promise<RegistryServer> {
  const { host, port, token } = options;
  await loadSchemaParsers();
  if (token === undefined && !isLoopback(host))
    throw new RangeError(`${host} can be reached from other machines: set a token that clients must know`);
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const authorize = authorizer(token);
  const protocols = twoProtocols((request, response) => {
    void respondTo(request, response, authorize, limits, options);
  }, limits);
  protocols.server.listen(port, host);
  // rejects with the server's error
  await once(protocols.server, 'listening');
  const { port: actual } = protocols.server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    close: () => protocols.close(),
  };
}

async function respondTo(
  request: Request,
  response: Response,
  authorize: Authorize,
  limits: ServerLimits,
  { store, settled, onDefect = () => undefined }: RegistryServerOptions,
): Promise<void> {
  // a client that breaks off while it is answered is not a fault of the server
  response.on('error', () => undefined);
  request.on('error', () => undefined);
  let type: string | undefined;
  try {
    authorize(request);
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const routes = registryRoutesOf(segmentsOf(path.replace(/(?<=.)\/+$/, '')) ?? ['']);
    if (routes.length === 0) throw new RegistryAnswerError(404, 'HTTP 404 Not Found');
    const route = routes.find(({ method }) => method === request.method);
    if (route === undefined) throw new RegistryAnswerError(405, 'HTTP 405 Method Not Allowed');
    type = answerType(request);
    refuseOtherTypes(request);
    const body = route.method === 'GET' ? '' : await readBody(request, limits.bodyBytes, limits.bodyMs);
    const { parameters } = route;
    const result = route.endpoint({ store, parameters, query: new URLSearchParams(query), body });
    if (route.method !== 'GET') await settled();
    answer(response, type, result);
  } catch (error) {
    request.resume();
    const cause = answerError(response, type, error);
    if (cause !== undefined) onDefect(cause);
  }
}
