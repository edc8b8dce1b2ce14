import { closeQuery } from './endpoints/close-query.ts';
import { insertsStream } from './endpoints/inserts-stream.ts';
import { ksql } from './endpoints/ksql.ts';
import { query, queryStream } from './endpoints/query.ts';
import { healthcheck, info, metadata, metadataId } from './endpoints/server-info.ts';
import { allStatuses, oneStatus } from './endpoints/status.ts';
import { validProperty } from './endpoints/valid-property.ts';
import { API_CODES, ApiError } from './http/api-error.ts';
import type { Exchange } from './http/exchange.ts';
import { negotiate, V1_JSON } from './http/negotiate.ts';
import { JSON_TYPE, respond, respondJson } from './http/respond.ts';
import type { PageEndpointName } from './page/page-endpoints.ts';
import type { ServerContext } from './server-context.ts';
import type { TopicEndpointName } from './topics/topic-endpoints.ts';

export type Endpoint = (exchange: Exchange, context: ServerContext) => Promise<void> | void;

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

interface Route {
  readonly method: Method;
  /** `*` stands for any one segment. */
  readonly path: string;
  readonly endpoint: Endpoint;
  /** ksqlDB's streaming endpoints answer errors without a content type. */
  readonly bareErrors?: true;
}

/** Loaded when it is asked for: most processes are never measured. */
const metrics: Endpoint = async (exchange, context) =>
  (await import('./metrics/metrics.ts')).metrics(exchange, context);

/** ksqlDB's older endpoints refuse clients that take no JSON. Throws ApiError. */
const json =
  (endpoint: Endpoint): Endpoint =>
  (exchange, context) => {
    if (negotiate(exchange.request.headers.accept, [V1_JSON, JSON_TYPE]) === undefined)
      throw new ApiError(API_CODES.notAcceptable, '');
    return endpoint(exchange, context);
  };

/**
 * ksqlDB's websocket: rows as messages, for its Control Center; its own clients use /query-stream and /query. Refuses it, and without
 * an upgrade answers as ksqlDB does. Throws ApiError.
 *
 * differs: websocket
 */
const noWebsocket: Endpoint = ({ request, response }) => {
  if (request.headers.upgrade !== undefined)
    throw new ApiError(
      API_CODES.badRequest,
      'This server has no websocket: POST the query to /query-stream, whose rows come as they are made, or to /query.',
    );
  respond(response, 400, '"Connection" header must be "Upgrade".', undefined);
};

const ROUTES: readonly Route[] = [
  { method: 'GET', path: '', endpoint: ({ response }) => redirect(response, '/info') },
  { method: 'GET', path: 'info', endpoint: json(info) },
  { method: 'GET', path: 'healthcheck', endpoint: json(healthcheck) },
  { method: 'GET', path: 'metrics', endpoint: metrics },
  { method: 'GET', path: 'chc/live', endpoint: ({ response }) => respondJson(response, {}) },
  { method: 'GET', path: 'chc/ready', endpoint: ({ response }) => respondJson(response, {}) },
  { method: 'GET', path: 'clusterStatus', endpoint: json(withoutHeartbeats) },
  { method: 'POST', path: 'heartbeat', endpoint: json(withoutHeartbeats) },
  { method: 'GET', path: 'ws/query', endpoint: json(noWebsocket) },
  { method: 'GET', path: 'v1/metadata', endpoint: json(metadata) },
  { method: 'GET', path: 'v1/metadata/id', endpoint: json(metadataId) },
  { method: 'GET', path: 'is_valid_property/*', endpoint: json(validProperty) },
  { method: 'GET', path: 'status', endpoint: json(allStatuses) },
  { method: 'GET', path: 'status/*/*/*', endpoint: json(oneStatus) },
  { method: 'POST', path: 'ksql', endpoint: json(ksql) },
  { method: 'POST', path: 'query', endpoint: query },
  { method: 'POST', path: 'query-stream', endpoint: queryStream, bareErrors: true },
  { method: 'POST', path: 'inserts-stream', endpoint: insertsStream, bareErrors: true },
  { method: 'POST', path: 'close-query', endpoint: closeQuery, bareErrors: true },
  { method: 'GET', path: 'page/api/topology', endpoint: page('topology') },
  { method: 'GET', path: 'page/api/query/*', endpoint: page('query') },
  { method: 'GET', path: 'page/api/view', endpoint: page('view') },
  { method: 'GET', path: 'page/api/connectors', endpoint: page('connectors') },
  { method: 'GET', path: 'page/api/catalogue', endpoint: page('catalogue') },
  { method: 'POST', path: 'page/api/records', endpoint: page('records') },
  { method: 'POST', path: 'page/api/analyse', endpoint: page('analyse') },
  { method: 'GET', path: 'ksqlite/topics', endpoint: topics('list') },
  { method: 'POST', path: 'ksqlite/topics', endpoint: topics('create') },
  { method: 'GET', path: 'ksqlite/topics/*', endpoint: topics('one') },
  { method: 'GET', path: 'ksqlite/topics/*/*/*', endpoint: topics('read') },
  { method: 'POST', path: 'ksqlite/records', endpoint: topics('produce') },
  ...connectors(
    'connector-plugins',
    'connectors',
    'connectors/*',
    'connectors/*/*',
    'connectors/*/*/*',
    'connectors/*/*/*/*',
  ),
];

/** Kafka Connect's paths, loaded when somebody asks; which of them are there, and with which method, is told by its answers. */
function connectors(...paths: readonly string[]): readonly Route[] {
  const endpoint: Endpoint = async (exchange, context) =>
    (await import('./connectors/connectors-endpoint.ts')).connectorsEndpoint(exchange, context);
  const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'DELETE'];
  return paths.flatMap((path) => methods.map((method) => ({ method, path, endpoint })));
}

/** An endpoint of the page: loaded when the first page asks. */
function page(name: PageEndpointName): Endpoint {
  return async (exchange, context) => {
    const { PAGE_ENDPOINTS } = await import('./page/page-endpoints.ts');
    return PAGE_ENDPOINTS[name](exchange, context);
  };
}

/** An endpoint of `ksqlite topics`, `produce` and `consume`: loaded when the first of them asks. */
function topics(name: TopicEndpointName): Endpoint {
  return async (exchange, context) => {
    const { TOPIC_ENDPOINTS } = await import('./topics/topic-endpoints.ts');
    return TOPIC_ENDPOINTS[name](exchange, context);
  };
}

/** The answer of a server that is not told of other hosts. */
function withoutHeartbeats({ request, response }: Exchange): void {
  request.resume();
  respond(response, 404, '', JSON_TYPE);
}

/** Whoever asks by hand is told what there is. differs: root-text */
const AT_ROOT = `ksqlDB's API: GET /info says its version, POST /ksql takes statements, POST /query-stream queries.
A browser gets a page at this address.
`;

const redirect = (response: Exchange['response'], location: string): void =>
  respond(response, 307, AT_ROOT, 'text/plain; charset=utf-8', { location });

const fits = (route: Route, segments: readonly string[]): boolean => {
  const wanted = route.path === '' ? [] : route.path.split('/');
  // a slash at the end says nothing
  const given = segments.at(-1) === '' ? segments.slice(0, -1) : segments;
  return wanted.length === given.length && wanted.every((part, i) => part === '*' || part === given[i]);
};

/** The routes of a path, whatever their method. */
export const routesOf = (segments: readonly string[]): readonly Route[] =>
  ROUTES.filter((route) => fits(route, segments));
