import type { Source } from '../metastore/source.ts';
import type { QueryPlan } from '../plan/task-plan.ts';
import type { Statement } from '../sql/ast/statement.ts';
import type { LiveCommand } from './command-log.ts';

/**
 * What the commands of a log came to when an earlier engine of this process carried them out: for who opens the same
 * catalogue again and again. Plans are kept by all commands up to theirs, and by nothing else: the logs must have
 * topics of the same partition counts, and the engines the same functions, properties and clock.
 */
export interface ReplayCache {
  /** By the next command. */
  readonly next: Map<string, ReplayCache>;
  statements?: readonly Statement[];
  plan?: QueryPlan;
  source?: Source;
}

export const replayCache = (): ReplayCache => ({ next: new Map() });

/** The memo behind one more command. */
export function cacheAfter(memo: ReplayCache, command: LiveCommand): ReplayCache {
  const { sql, file, properties, effect, stopped } = command;
  const key = `${sql}\n${file} ${effect.starts} ${stopped} ${properties.join()}`;
  const known = memo.next.get(key) ?? replayCache();
  memo.next.set(key, known);
  return known;
}
