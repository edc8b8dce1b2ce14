export type { LogDetails, Logger } from '../logging/logger.ts';
export type { Metric } from '../metrics/metric.ts';
export { ApiError } from './http/api-error.ts';
export { negotiate } from './http/negotiate.ts';
export {
  closeQueryRequest,
  insertsRequest,
  ksqlRequest,
  parseBody,
  queryStreamRequest,
} from './http/read-body.ts';
export { type KsqlServer, type KsqlServerOptions, startKsqlServer } from './ksql-server.ts';
export { ENGINE_METRICS } from './metrics/engine-metrics.ts';
export type * from './page/program-view.ts';
export { readInsertRow } from './rows/read-insert-row.ts';
