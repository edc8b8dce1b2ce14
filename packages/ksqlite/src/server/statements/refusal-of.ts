import { KsqlError } from '../../errors/ksql-error.ts';
import type { ScriptStatement } from '../../statements/session/script-statements.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';
import { apiErrorOf } from './api-error-of.ts';

const HOW_TO_MAKE_IT =
  "If you want to create a new topic for the stream/table please re-run the statement providing the required 'PARTITIONS' configuration in the WITH clause (and optionally 'REPLICAS').";

/**
 * What a statement's error is where ksqlDB finds it before it looks at the statement: a source that a query reads (its
 * AstSanitizer), a topic that is not there (TopicCreateInjector). Any other error stays as it is.
 */
export function refusalOf(error: unknown, { statement, text }: ScriptStatement): unknown {
  if (!(error instanceof KsqlError)) return error;
  // as Kafka Connect's answers, which ksqlDB hands on without the statement
  if (error.code === 'CONNECTOR_EXISTS') return new ApiError(API_CODES.conflict, error.message);
  if (error.code === 'CONNECTOR_UNKNOWN') return new ApiError(API_CODES.notFound, error.message);
  if (error.code === 'TOPIC_UNKNOWN') {
    const advice = statement.kind === 'CreateSource' ? ` ${HOW_TO_MAKE_IT}` : '';
    return new ApiError(API_CODES.badRequest, `${error.message}${advice}`);
  }
  const reads = 'query' in statement || statement.kind === 'Explain';
  if (error.code !== 'SQL_UNKNOWN_SOURCE' || !reads) return error;
  const { code, message } = apiErrorOf(error, text);
  return new ApiError(code, `Exception while preparing statement: ${message}`, { statementText: text });
}
