import { API_CODES, ApiError } from '../http/api-error.ts';
import type { Exchange } from '../http/exchange.ts';
import { respondJson } from '../http/respond.ts';
import type { ServerContext } from '../server-context.ts';
import { commandStatuses } from '../statements/command-sequence.ts';

/** `GET /status` */
export function allStatuses({ response }: Exchange, { engine }: ServerContext): void {
  const statuses = [...commandStatuses(engine.log)].map(([id, { status }]) => [id, status]);
  respondJson(response, { commandStatuses: Object.fromEntries(statuses) });
}

/** `GET /status/TYPE/ENTITY/ACTION` */
export function oneStatus({ response, segments }: Exchange, { engine }: ServerContext): void {
  const status = commandStatuses(engine.log).get(segments.slice(1).join('/'));
  if (status === undefined) throw new ApiError(API_CODES.notFound, 'Command not found');
  respondJson(response, status);
}
