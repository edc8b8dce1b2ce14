import type { Entity } from '../../../client/answers/answers.ts';
import { RestError } from '../../../client/rest-error.ts';
import { CommandError } from '../../../errors/command-error.ts';
import { formatPosition } from '../../../errors/source-position.ts';
import { labelOf, type Step } from '../files/step.ts';
import { type CommandsSeen, isDone } from './is-done.ts';
import type { MigrationContext } from './migration-context.ts';
import { retryRequest } from './retry-request.ts';

export interface CarriedOut {
  /** it had been carried out before, by a request whose answer was lost */
  readonly recognised: boolean;
  /** the query that it started, where the server says */
  readonly queryId: string | undefined;
}

/**
 * Sends a statement until it is known to be carried out. Sending again is safe: ksqlDB carries out commands one at a time,
 * each checked against all before it, and refuses a name or a query id that is taken. When the answer was lost and the
 * next try is refused, the server is asked whether the statement is done.
 *
 * @param uncertain whether an earlier run may have sent it
 * @throws CommandError KSQLDB_REFUSED with the statement's place, RestError
 */
export async function carryOut(
  context: MigrationContext,
  step: Step,
  uncertain: boolean,
  seen: CommandsSeen,
  beforeSending: () => Promise<void>,
): Promise<CarriedOut> {
  return retryRequest(context, async (tries) => {
    await beforeSending();
    let entity: Entity | undefined;
    try {
      [entity] = await context.ksqldb.execute(step.sql, {
        properties: step.properties,
        ...(seen.last === undefined ? {} : { after: seen.last }),
      });
    } catch (error) {
      if (!(error instanceof RestError) || error.code !== 'KSQLDB_REFUSED') throw error;
      if ((uncertain || tries > 0) && (await isDone(context, step, error.statementText)))
        return { recognised: true, queryId: undefined };
      throw refusedAt(step, error.message, error);
    }
    if (entity?.commandSequenceNumber !== undefined) seen.last = entity.commandSequenceNumber;
    const status = entity?.commandStatus;
    if (status === undefined || status.status === 'SUCCESS')
      return { recognised: false, queryId: status?.queryId ?? undefined };
    if (status.status === 'ERROR') throw refusedAt(step, status.message);
    // accepted and not carried out in the server's time: the next request waits for it (`after`)
    if (await isDone(context, step, entity?.statementText, seen.last))
      return { recognised: false, queryId: undefined };
    throw refusedAt(step, `the server accepted it, but did not carry it out: ${status.message}`);
  });
}

const refusedAt = (step: Step, message: string, cause?: unknown): CommandError =>
  new CommandError('KSQLDB_REFUSED', `${formatPosition(step.at)}: ${labelOf(step)}: ${message}`, { cause });
