import type { Source } from '../metastore/source.ts';
import type { QueryPlan } from '../plan/task-plan.ts';
import type { Statement } from '../sql/ast/statement.ts';
import type { LiveCommand } from './command-log.ts';

/**
 * What the commands of a log came to when an earlier engine of this process carried them out: for who opens the same
 * catalogue again and again. Plans are kept by all commands up to theirs, and by nothing else: the logs must have
 * topics of the same partition counts, and the engines the same functions, properties and clock.
 */
export interface ReplayMemo {
  /** By the next command. */
  readonly next: Map<string, ReplayMemo>;
  statements?: readonly Statement[];
  plan?: QueryPlan;
  source?: Source;
}

export const replayMemo = (): ReplayMemo => ({ next: new Map() });

/** The memo behind one more command. */
export function memoAfter(memo: ReplayMemo, command: LiveCommand): ReplayMemo {
  const { sql, file, properties, effect, stopped } = command;
  const key = `${sql}\n${file} ${effect.starts} ${stopped} ${properties.join()}`;
  const known = memo.next.get(key) ?? replayMemo();
  memo.next.set(key, known);
  return known;
}
