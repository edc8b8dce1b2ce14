import { allCommands, COMMAND_TOPIC } from '../../engine/command-log.ts';
import type { TopicLog } from '../../log/topic-log.ts';
import { parseStatements } from '../../sql/parser/parse.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';
import { commandIdOf } from './command-id.ts';

/** The last command's number; -1 before the first. */
export const lastSequence = (log: TopicLog): number =>
  (log.topics.get(COMMAND_TOPIC)?.partitions[0]?.logEndOffset ?? 0) - 1;

/**
 * ksqlDB waits until the command of that number was executed. Here a command has been executed when a client learns its
 * number: a higher one is not of this log, and waiting would not help.
 *
 * @throws ApiError
 */
export function checkSequence(log: TopicLog, wanted: number | null | undefined): void {
  if (wanted !== null && wanted !== undefined && wanted > lastSequence(log))
    throw new ApiError(
      API_CODES.behind,
      `Timed out while waiting for a previous command to execute. command sequence number: ${wanted}`,
    );
}

export interface CommandStatus {
  readonly status: 'SUCCESS';
  readonly message: string;
  readonly queryId: string | null;
}

/** What became of every command, by its id; of commands with the same id the last. Throws KsqlError LOG_DAMAGED. */
export function commandStatuses(log: TopicLog): ReadonlyMap<string, CommandStatus> {
  const statuses = new Map<string, CommandStatus>();
  for (const { sql, effect } of allCommands(log))
    for (const { statement } of parseStatements(sql)) {
      const known = commandIdOf(statement);
      if (known === undefined) continue;
      const { starts } = effect;
      const message = starts === undefined ? known.done : `Created query with ID ${starts}`;
      statuses.set(known.id, { status: 'SUCCESS', message, queryId: starts ?? null });
    }
  return statuses;
}
