/**
 * What the page asks the server for besides ksqlDB's API: `/page/api/…`, JSON. They are the page's own and may change with
 * it. They change nothing: what the page changes it changes by statements, as any client.
 */
import { z } from 'zod';
import { describeQuery } from '../../inspect/live/describe-query.ts';
import { liveTopology } from '../../inspect/live/live-topology.ts';
import type { PageTopology } from '../../inspect/live/page-answers.ts';
import { processingLogSettings } from '../../problems/processing-log-settings.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';
import type { Exchange } from '../http/exchange.ts';
import { parseBody, readBody } from '../http/read-body.ts';
import { respondJson } from '../http/respond.ts';
import type { ServerContext } from '../server-context.ts';
import { analyseScript } from './analyse-script.ts';
import { browseRecords, recordsRequest } from './browse-records.ts';
import { catalogue } from './catalogue.ts';
import { connectors } from './connectors.ts';
import { sendView } from './send-view.ts';

type PageEndpoint = (exchange: Exchange, context: ServerContext) => Promise<void> | void;

export type PageEndpointName =
  | 'topology'
  | 'query'
  | 'view'
  | 'connectors'
  | 'catalogue'
  | 'records'
  | 'analyse';

export const PAGE_ENDPOINTS: Readonly<Record<PageEndpointName, PageEndpoint>> = {
  topology: ({ response }, { engine, interactive, view }) => {
    const { isWritten, topic } = processingLogSettings(engine.properties);
    const answer: PageTopology = {
      ...liveTopology(engine),
      interactive,
      processingLog: isWritten ? topic : null,
      view: view?.title ?? null,
      remote: null,
      connectors: engine.runningConnectors()?.list().length ?? 0,
    };
    respondJson(response, answer);
  },
  query: ({ response, segments }, { engine }) => {
    const [, , , id = ''] = segments;
    const described = describeQuery(engine, id);
    if (described === undefined) throw new ApiError(API_CODES.notFound, `There is no query ${id}.`);
    respondJson(response, described);
  },
  view: sendView,
  connectors: ({ response }, { engine }) => respondJson(response, connectors(engine)),
  catalogue: ({ response }, { engine }) => respondJson(response, catalogue(engine)),
  records: async (exchange, context) => {
    const asked = await bodyOf(exchange, context, recordsRequest);
    respondJson(exchange.response, await browseRecords(context.engine, asked));
  },
  analyse: async (exchange, context) => {
    const { sql } = await bodyOf(exchange, context, analyseRequest);
    respondJson(exchange.response, await analyseScript(context.engine, sql));
  },
};

const analyseRequest = z.object({ sql: z.string() });

/** Throws ApiError. */
async function bodyOf<T>({ request }: Exchange, { limits }: ServerContext, schema: z.ZodType<T>): Promise<T> {
  return parseBody(await readBody(request, limits.bodyBytes, limits.bodyMs), schema);
}
