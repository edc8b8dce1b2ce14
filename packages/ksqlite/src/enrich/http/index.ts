/** Requests over HTTP for enrichments. An entry of its own: who asks in another way does not load it. */
export {
  type HttpAnswer,
  type HttpPool,
  type HttpPoolOptions,
  type HttpRequest,
  httpPool,
} from './http-pool.ts';
