import type { Clock } from '../../clock/index.ts';
import type { Logger } from '../../logging/logger.ts';
import type { ConnectRuntime } from '../runtime.ts';
import type { TaskCounts } from './task-counts.ts';

/** What one life of a task is given: from its start until it is stopped or fails. */
export interface Life {
  /** The connector's name. */
  readonly name: string;
  readonly runtime: Pick<ConnectRuntime, 'connect' | 'offsets'>;
  readonly clock: Clock;
  /** Secrets in what it is told are replaced. */
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly counts: TaskCounts;
  /** It is started, and works. */
  readonly onRunning: () => void;
  /** Something was committed. */
  readonly onCommitted: () => void;
  /** Topics that it writes to, or reads. */
  readonly onTopics: (names: readonly string[]) => void;
}

export interface SinkLife extends Life {
  /** The task's number, from 0 on. */
  readonly task: number;
  /** Puts the written text back wherever a secret stands. */
  readonly redact: (text: string) => string;
}
