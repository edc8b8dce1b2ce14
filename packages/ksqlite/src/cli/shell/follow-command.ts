import type { Entity } from '../../client/answers/answers.ts';
import { RestError } from '../../client/rest-error.ts';
import { sleep } from '../../clock/sleep.ts';
import type { ShellContext } from './shell-context.ts';

const DONE = new Set(['SUCCESS', 'ERROR', 'TERMINATED']);
const ASK_EVERY_MS = 250;
const WAIT_MS = 30_000;

/**
 * Waits until a command is carried out, when the server answered before it was.
 *
 * @throws RestError KSQLDB_REFUSED when it failed
 */
export async function followCommand({ client, clock, stop }: ShellContext, entity: Entity): Promise<Entity> {
  let { commandStatus } = entity;
  if (commandStatus === undefined || entity.commandId === undefined) return entity;
  const end = clock.now() + WAIT_MS;
  while (!DONE.has(commandStatus.status) && clock.now() < end && !stop.aborted) {
    await sleep(clock, ASK_EVERY_MS, stop);
    commandStatus = await client.commandStatus(entity.commandId);
  }
  if (commandStatus.status === 'ERROR')
    throw new RestError('KSQLDB_REFUSED', commandStatus.message, { statementText: entity.statementText });
  return { ...entity, commandStatus };
}
