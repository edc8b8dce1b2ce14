import { isLogFailure } from '../errors/ksql-error.ts';
import type { TopicLog } from '../log/topic-log.ts';
import type { Statement } from '../sql/ast/statement.ts';
import { parseStatements } from '../sql/parser/parse.ts';
import type { Replay } from '../statements/statement-handler.ts';
import { allCommands, type LiveCommand, liveCommands } from './command-log.ts';
import { cacheAfter, type ReplayCache } from './replay-cache.ts';

/**
 * Executes the commands of earlier processes again, oldest first, those left out that later ones undid.
 *
 * @param reserve called first, with the id of every query there ever was: those of queries that are gone, too, for their
 *   offsets are still in the log, and a new query must not continue from them
 * @param onBroken told of a command that can't be parsed or executed any more; those behind it are executed all the same
 * @throws KsqlError of the log
 */
export function replayCommands(
  log: TopicLog,
  cache: ReplayCache,
  reserve: (queryId: string) => void,
  execute: (statement: Statement, command: LiveCommand, replay: Replay) => void,
  onBroken: (command: LiveCommand, statement: Statement | undefined, error: unknown) => void,
): void {
  const commands = [...allCommands(log)];
  for (const { effect } of commands) if (effect.starts !== undefined) reserve(effect.starts);
  let known = cache;
  for (const command of liveCommands(commands)) {
    const { sql, file, effect, stopped, paused } = command;
    known = cacheAfter(known, command);
    try {
      known.statements ??= parseStatements(sql, file === undefined ? {} : { file }).map(
        (one) => one.statement,
      );
      for (const statement of known.statements)
        execute(statement, command, { queryId: effect.starts, stopped, paused, cache: known });
    } catch (error) {
      if (isLogFailure(error)) throw error;
      onBroken(command, known.statements?.[0], error);
    }
  }
}
