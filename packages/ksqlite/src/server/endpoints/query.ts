import { type ScriptStatement, scriptStatements } from '../../statements/session/script-statements.ts';
import type { SessionOptions } from '../../statements/session/session.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';
import type { Exchange } from '../http/exchange.ts';
import { DELIMITED, JSON_ARRAY, negotiate, V1_JSON, V1_PROTOBUF } from '../http/negotiate.ts';
import { type KsqlRequest, ksqlRequest, parseBody, queryStreamRequest, readBody } from '../http/read-body.ts';
import { JSON_TYPE } from '../http/respond.ts';
import type { AskedQuery } from '../rows/asked-query.ts';
import { delimited, jsonArray, v1Json } from '../rows/row-format.ts';
import { sendLines } from '../rows/send-lines.ts';
import { type RowAnswer, sendRows } from '../rows/send-rows.ts';
import type { ServerContext } from '../server-context.ts';
import { apiErrorOf } from '../statements/api-error-of.ts';
import { clientSession } from '../statements/client-session.ts';
import { checkSequence } from '../statements/command-sequence.ts';
import { refuseServerSettings } from '../statements/server-settings.ts';

/** `POST /query`: ksqlDB's older endpoint, which its command line uses. Rows are JSON unless the client says otherwise. */
export async function query(exchange: Exchange, context: ServerContext): Promise<void> {
  const { request } = exchange;
  const type = negotiate(request.headers.accept, [DELIMITED, V1_JSON, JSON_ARRAY, V1_PROTOBUF]);
  if (type === undefined) throw notAcceptable();
  const { limits } = context;
  const body = parseBody(await readBody(request, limits.bodyBytes, limits.bodyMs), ksqlRequest);
  const takesJson = negotiate(request.headers.accept, [V1_JSON, JSON_ARRAY]) !== undefined;
  if (!takesJson) return asNewer(exchange, context, body, type);
  if (body.ksql === '') throw new ApiError(API_CODES.badRequest, '"ksql" field must be populated');
  checkSequence(context.engine.log, body.commandSequenceNumber);
  refuseServerSettings(Object.keys(body.streamsProperties));
  const asked = await oneStatement(body.ksql, sessionOf(body), context);
  if (isPrint(asked)) return sendLines(exchange, context, asked, { type: JSON_TYPE, formats: true });
  if (asked.statement.statement.kind !== 'QueryStatement')
    throw new ApiError(
      API_CODES.badRequest,
      'Statement type not supported for this resource: SELECT and PRINT are',
    );
  return sendRows(exchange, context, asked, type === DELIMITED ? LINES : { format: v1Json, type: V1_JSON });
}

/** ksqlDB hands to the newer endpoint those who take no JSON. */
async function asNewer(
  exchange: Exchange,
  context: ServerContext,
  body: KsqlRequest,
  type: string,
): Promise<void> {
  try {
    await answer(exchange, context, await oneStatement(body.ksql, sessionOf(body), context), type);
  } catch (error) {
    throw error instanceof ApiError ? error.asBare() : error;
  }
}

/** `POST /query-stream`: a line an element unless the client says otherwise. */
export async function queryStream(exchange: Exchange, context: ServerContext): Promise<void> {
  const { request } = exchange;
  const type = negotiate(request.headers.accept, [DELIMITED, JSON_ARRAY, V1_JSON, V1_PROTOBUF]);
  if (type === undefined) throw notAcceptable();
  const { limits } = context;
  const body = parseBody(await readBody(request, limits.bodyBytes, limits.bodyMs), queryStreamRequest);
  const { sql, properties, sessionVariables: variables } = body;
  return answer(exchange, context, await oneStatement(sql, { properties, variables }, context), type);
}

/** As the newer endpoint answers. */
async function answer(
  exchange: Exchange,
  context: ServerContext,
  statement: AskedQuery,
  type: string,
): Promise<void> {
  const asked = queryOrPrint(statement, context);
  if (!isPrint(asked)) return sendRows(exchange, context, asked, await rowAnswer(type));
  if (type !== DELIMITED && type !== 'none') throw notAcceptable();
  return sendLines(exchange, context, asked, { type: undefined, formats: false });
}

async function rowAnswer(type: string): Promise<RowAnswer> {
  if (type !== V1_PROTOBUF) return FORMATS[type] ?? LINES;
  // most servers are never asked for them
  const { protobufRows } = await import('../rows/protobuf-rows.ts');
  return { format: protobufRows, type };
}

const sessionOf = ({ streamsProperties, sessionVariables }: KsqlRequest): SessionOptions => ({
  properties: streamsProperties,
  variables: sessionVariables,
});

const isPrint = ({ statement: { statement } }: AskedQuery): boolean => statement.kind === 'Print';

/** As the newer endpoint does (QueryEndpoint). Throws ApiError. */
function queryOrPrint(asked: AskedQuery, { engine }: ServerContext): AskedQuery {
  const { statement, text } = asked.statement;
  if (statement.kind === 'Print' && !engine.log.topics.has(statement.topic))
    throw new ApiError(API_CODES.badStatement, `Topic does not exist: ${statement.topic}`);
  if (statement.kind !== 'QueryStatement' && statement.kind !== 'Print')
    throw new ApiError(API_CODES.badStatement, `Neither a query nor a print statement\nStatement: ${text}`, {
      statementText: text,
    });
  return asked;
}

const LINES: RowAnswer = { format: delimited, type: DELIMITED };
const FORMATS: Readonly<Record<string, RowAnswer>> = {
  [DELIMITED]: LINES,
  [JSON_ARRAY]: { format: jsonArray, type: JSON_ARRAY },
  [V1_JSON]: { format: v1Json, type: V1_JSON },
};

const notAcceptable = (): ApiError => new ApiError(API_CODES.notAcceptable, '');

/** Throws ApiError for text that can't be read, and for more or less than one statement. */
async function oneStatement(
  sql: string,
  options: SessionOptions,
  { engine }: ServerContext,
): Promise<AskedQuery> {
  const session = clientSession(options);
  const statements: ScriptStatement[] = [];
  try {
    for (const statement of scriptStatements(sql, session, engine)) statements.push(statement);
  } catch (error) {
    throw apiErrorOf(error, sql);
  }
  const [statement] = statements;
  if (statement === undefined || statements.length > 1)
    throw new ApiError(
      API_CODES.badStatement,
      `Expected exactly one KSQL statement; found ${statements.length} instead\nStatement: ${sql}`,
      { statementText: sql },
    );
  await engine.loadFormats(statement, session);
  return { statement, session };
}
