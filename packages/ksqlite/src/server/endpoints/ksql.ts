import type { Exchange } from '../http/exchange.ts';
import { ksqlRequest, parseBody, readBody } from '../http/read-body.ts';
import { respondJson } from '../http/respond.ts';
import type { ServerContext } from '../server-context.ts';
import { clientSession } from '../statements/client-session.ts';
import { checkSequence } from '../statements/command-sequence.ts';
import { executeStatements } from '../statements/execute-statements.ts';
import { refuseServerSettings } from '../statements/server-settings.ts';

/** `POST /ksql` */
export async function ksql({ request, response }: Exchange, context: ServerContext): Promise<void> {
  const { engine, open, host, limits, interactive, logger } = context;
  const body = parseBody(await readBody(request, limits.bodyBytes, limits.bodyMs), ksqlRequest);
  checkSequence(engine.log, body.commandSequenceNumber);
  refuseServerSettings(Object.keys(body.streamsProperties));
  const session = clientSession({ properties: body.streamsProperties, variables: body.sessionVariables });
  respondJson(
    response,
    await executeStatements(body.ksql, { engine, session, open, host: host(), interactive, logger }),
  );
}
