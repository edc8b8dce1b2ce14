import { API_CODES, ApiError } from '../http/api-error.ts';
import type { Exchange } from '../http/exchange.ts';
import { closeQueryRequest, parseBody, readBody } from '../http/read-body.ts';
import { respond } from '../http/respond.ts';
import type { ServerContext } from '../server-context.ts';

/** `POST /close-query`: ends a push query from outside its connection. */
export async function closeQuery({ request, response }: Exchange, context: ServerContext): Promise<void> {
  const { limits, open } = context;
  const { queryId } = parseBody(await readBody(request, limits.bodyBytes, limits.bodyMs), closeQueryRequest);
  if (!open.close(queryId)) throw new ApiError(API_CODES.badRequest, `No query with id ${queryId}`);
  respond(response, 200, '', undefined);
}
