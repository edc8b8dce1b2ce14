/** What a task did since the process started. */
export interface TaskCounts {
  /** Records that a source wrote to topics, or a sink has put; committed. */
  records: number;
  /** Commits of records with their offsets. */
  commits: number;
  /** Failures that ended a life of the task: each is tried again, but those that trying again can't help. */
  failures: number;
  /** Records that could not be converted or put, and were passed over or dead-lettered. */
  errors: number;
  /** Of them, those on the dead-letter topic. */
  deadLetters: number;
  /** ms since the epoch, of the last commit; 0: there was none */
  committedAt: number;
}

export const taskCounts = (): TaskCounts => ({
  records: 0,
  commits: 0,
  failures: 0,
  errors: 0,
  deadLetters: 0,
  committedAt: 0,
});
