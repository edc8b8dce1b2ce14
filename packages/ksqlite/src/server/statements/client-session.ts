import { isRecognised, refusedSetting } from '../../analysis/streams-properties.ts';
import { openSession, type Session, type SessionOptions } from '../../statements/session/session.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';

/** The session of one request. Throws ApiError for a setting of a name that ksqlDB does not know, such as a misspelt one. */
export function clientSession(options: SessionOptions): Session {
  const unknown = Object.keys(options.properties ?? {}).find((name) => !isRecognised(name));
  for (const [name, value] of Object.entries(options.properties ?? {})) {
    const refused = refusedSetting(name, value);
    if (refused !== undefined) throw new ApiError(API_CODES.badRequest, refused);
  }
  if (unknown === undefined) return openSession(options);
  throw new ApiError(
    API_CODES.badRequest,
    `Not recognizable as ksql, streams, consumer, or producer property: '${unknown}'`,
  );
}
