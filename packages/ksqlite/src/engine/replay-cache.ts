import type { Statement } from '../sql/ast/statement.ts';
import type { PlanCache } from '../statements/statement-handler.ts';
import type { LiveCommand } from './command-log.ts';

/**
 * What the commands of a log came to when an earlier engine of this process executed them: for who opens the same
 * catalogue many times. Plans are kept by all commands up to theirs, and by nothing else: the logs must have
 * topics of the same partition counts, and the engines the same functions, properties and clock.
 */
export interface ReplayCache extends PlanCache {
  /** By the next command. */
  readonly next: Map<string, ReplayCache>;
  statements?: readonly Statement[];
}

export const replayCache = (): ReplayCache => ({ next: new Map() });

/** The cache behind one more command. */
export function cacheAfter(cache: ReplayCache, command: LiveCommand): ReplayCache {
  const { sql, file, properties, effect, stopped, rules = 1 } = command;
  const key = `${sql}\n${file} ${effect.starts} ${stopped} ${rules} ${properties.join()}`;
  const known = cache.next.get(key) ?? replayCache();
  cache.next.set(key, known);
  return known;
}
