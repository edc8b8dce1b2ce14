import type { Engine } from '../engine/engine.ts';
import type { Logger } from '../logging/logger.ts';
import type { Metric } from '../metrics/metric.ts';
import type { Topics } from '../topics/port.ts';
import type { ProgramView } from './page/program-view.ts';
import type { OpenQueries } from './rows/open-queries.ts';

/** What the endpoints of one server share. */
export interface ServerContext {
  readonly engine: Engine;
  /** The database's own: not closed by the server. */
  readonly topics: Topics;
  readonly open: OpenQueries;
  /** `host:port`, for figures that name their server. */
  readonly host: () => string;
  readonly limits: ServerLimits;
  /** Clients may change streams, tables, types and queries. */
  readonly interactive: boolean;
  /** What `GET /metrics` answers beside the engine's. */
  readonly moreMetrics: () => readonly Metric[];
  /** What the program around the database shows on the page; undefined: nothing. */
  readonly view: ProgramView | undefined;
  readonly logger: Logger;
}

export interface ServerLimits {
  /** bytes of a request's body; of one line of `/inserts-stream` */
  readonly bodyBytes: number;
  /** ms that a body may take */
  readonly bodyMs: number;
  /** ms that a request's headers may take */
  readonly headersMs: number;
  /** ms from one PING to the next over HTTP/2; who has not answered by then is gone */
  readonly pingMs: number;
  /** push and pull queries at a time */
  readonly queries: number;
}

export const DEFAULT_LIMITS: ServerLimits = {
  bodyBytes: 4 * 1024 * 1024,
  bodyMs: 30_000,
  headersMs: 10_000,
  pingMs: 15_000,
  queries: 100,
};
