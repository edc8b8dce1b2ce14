import { type ScriptStatement, scriptStatements } from '../../statements/session/script-statements.ts';
import type { SessionOptions } from '../../statements/session/session.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';
import type { Exchange } from '../http/exchange.ts';
import { DELIMITED, JSON_ARRAY, negotiate, V1_JSON } from '../http/negotiate.ts';
import { ksqlRequest, parseBody, queryStreamRequest, readBody } from '../http/read-body.ts';
import { JSON_TYPE } from '../http/respond.ts';
import type { AskedQuery } from '../rows/asked-query.ts';
import { delimited, jsonArray, v1Json } from '../rows/row-format.ts';
import { sendLines } from '../rows/send-lines.ts';
import { type RowAnswer, sendRows } from '../rows/send-rows.ts';
import type { ServerContext } from '../server-context.ts';
import { apiErrorOf } from '../statements/api-error-of.ts';
import { clientSession } from '../statements/client-session.ts';

/** `POST /query`: ksqlDB's older endpoint, which its command line uses. Rows are JSON unless the client says otherwise. */
export async function query(exchange: Exchange, context: ServerContext): Promise<void> {
  const { request } = exchange;
  const type = negotiate(request.headers.accept, [DELIMITED, V1_JSON, JSON_ARRAY]);
  if (type === undefined) throw notAcceptable();
  const { limits } = context;
  const body = parseBody(await readBody(request, limits.bodyBytes, limits.bodyMs), ksqlRequest);
  const asked = oneStatement(
    body.ksql,
    {
      properties: body.streamsProperties,
      variables: body.sessionVariables,
    },
    context,
  );
  const kind = asked.statement.statement.kind;
  if (kind !== 'QueryStatement' && kind !== 'Print')
    throw new ApiError(
      API_CODES.badRequest,
      'Statement type not supported for this resource: SELECT and PRINT are',
      {},
    );
  if (kind === 'Print') {
    const bare = request.headers.accept === DELIMITED;
    return sendLines(exchange, context, asked, { type: bare ? undefined : JSON_TYPE, formats: !bare });
  }
  return type === DELIMITED
    ? sendRows(exchange, context, asked, { format: delimited, type: DELIMITED })
    : sendRows(exchange, context, asked, { format: v1Json, type: V1_JSON });
}

/** `POST /query-stream`: a line an element unless the client says otherwise. */
export async function queryStream(exchange: Exchange, context: ServerContext): Promise<void> {
  const { request } = exchange;
  const type = negotiate(request.headers.accept, [DELIMITED, JSON_ARRAY, V1_JSON]);
  if (type === undefined) throw notAcceptable();
  const { limits } = context;
  const body = parseBody(await readBody(request, limits.bodyBytes, limits.bodyMs), queryStreamRequest);
  const asked = oneStatement(
    body.sql,
    { properties: body.properties, variables: body.sessionVariables },
    context,
  );
  const kind = asked.statement.statement.kind;
  if (kind !== 'QueryStatement' && kind !== 'Print')
    throw new ApiError(
      API_CODES.badStatement,
      `Neither a query nor a print statement\nStatement: ${asked.statement.text}`,
      { statementText: asked.statement.text },
    );
  if (kind === 'Print') {
    if (type === JSON_ARRAY || type === V1_JSON) throw notAcceptable();
    return sendLines(exchange, context, asked, { type: undefined, formats: false });
  }
  return sendRows(exchange, context, asked, FORMATS[type] ?? (FORMATS[DELIMITED] as RowAnswer));
}

const FORMATS: Readonly<Record<string, RowAnswer>> = {
  [DELIMITED]: { format: delimited, type: DELIMITED },
  [JSON_ARRAY]: { format: jsonArray, type: JSON_ARRAY },
  [V1_JSON]: { format: v1Json, type: V1_JSON },
};

const notAcceptable = (): ApiError => new ApiError(API_CODES.notAcceptable, '');

/** Throws ApiError for text that can't be read, and for more or less than one statement. */
function oneStatement(sql: string, options: SessionOptions, { engine }: ServerContext): AskedQuery {
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
  return { statement, session };
}
