import type { Clock } from '../../clock/index.ts';
import type { Logger } from '../../logging/logger.ts';
import type { ConnectRuntime } from '../runtime.ts';
import type { TaskCounts } from './task-counts.ts';

/** What the runner of a task gives each of its lives. */
export interface TaskLife {
  /** Fires when the life is to end. */
  readonly signal: AbortSignal;
  readonly counts: TaskCounts;
  /** It is started, and works. */
  readonly onRunning: () => void;
  /** Something was committed. */
  readonly onCommitted: () => void;
}

/** What one life of a task is given: from its start until it is stopped or fails. */
export interface Life extends TaskLife {
  /** The connector's name. */
  readonly name: string;
  readonly runtime: Pick<ConnectRuntime, 'connect' | 'offsets' | 'readSql'>;
  readonly clock: Clock;
  /** Secrets in what it is told are replaced. */
  readonly log: Logger;
  /** Topics that it writes to, or reads. */
  readonly onTopics: (names: readonly string[]) => void;
}

export interface SinkLife extends Life {
  /** The task's number, from 0 on. */
  readonly task: number;
  /** Puts the written text back wherever a secret stands. */
  readonly redact: (text: string) => string;
}

/** What follows a commit, of a source or a sink. */
export function noteCommit({ counts, clock, onCommitted }: Life): void {
  counts.commits++;
  counts.committedAt = clock.now();
  onCommitted();
}
