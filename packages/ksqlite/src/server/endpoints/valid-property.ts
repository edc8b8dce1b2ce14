import { hasEffect } from '../../analysis/streams-properties.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';
import type { Exchange } from '../http/exchange.ts';
import { respondJson } from '../http/respond.ts';

/** Settings of ksqlDB's own that a session may change, beside those that have an effect here; all others that begin with `ksql.` are the server's. */
const OF_SESSIONS = ['ksql.streams.', 'ksql.query.', 'ksql.fail.', 'ksql.timestamp.'];

/** `GET /is_valid_property/NAME`: as ksqlDB, true for whatever is not the server's own. */
export function validProperty({ response, segments }: Exchange): void {
  const name = segments[1] ?? '';
  const isOfSessions = hasEffect(name) || OF_SESSIONS.some((prefix) => name.startsWith(prefix));
  if (name.startsWith('ksql.') && !isOfSessions)
    throw new ApiError(
      API_CODES.badRequest,
      `One or more properties overrides set locally are prohibited by the KSQL server (use UNSET to reset their default value): [${name}]`,
    );
  respondJson(response, true);
}
