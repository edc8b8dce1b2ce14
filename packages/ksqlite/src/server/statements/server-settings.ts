import { hasEffect } from '../../analysis/streams-properties.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';

/** Settings of ksqlDB's own that a session may change, beside those that have an effect here; all others that begin with `ksql.` are the server's. */
const OF_SESSIONS = ['ksql.streams.', 'ksql.query.', 'ksql.fail.', 'ksql.timestamp.'];

const isOfServer = (name: string): boolean =>
  name.startsWith('ksql.') && !hasEffect(name) && !OF_SESSIONS.some((prefix) => name.startsWith(prefix));

/** Throws ApiError for settings that are the server's own: ksqlDB's DenyListPropertyValidator. */
export function refuseServerSettings(names: readonly string[]): void {
  const refused = names.filter(isOfServer);
  if (refused.length === 0) return;
  throw new ApiError(
    API_CODES.badRequest,
    `One or more properties overrides set locally are prohibited by the KSQL server (use UNSET to reset their default value): [${refused.join(', ')}]`,
  );
}
