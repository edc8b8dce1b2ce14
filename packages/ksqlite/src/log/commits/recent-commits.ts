/** What keeps a piece of each commit. */
export interface CommitHolder {
  /** The oldest piece in memory is read from disk from now on. */
  forgetOldest(): void;
}

/** Keeps the commits written last in memory, for consumers that read at the end of the log. */
export interface RecentCommits {
  /** A commit is durable; these keep a piece of it each. */
  add(commit: Buffer, holders: readonly CommitHolder[]): void;
}

/**
 * @param limitBytes the newest commit is kept even if it is larger
 * @param free nothing keeps a piece of this commit any more
 */
export function recentCommits(limitBytes: number, free: (commit: Buffer) => void): RecentCommits {
  let commits: { readonly bytes: Buffer; readonly holders: readonly CommitHolder[] }[] = [];
  let total = 0;
  return {
    add: (added, holders) => {
      commits.push({ bytes: added, holders });
      total += added.length;
      let gone = 0;
      while (total > limitBytes && gone < commits.length - 1) {
        const oldest = commits[gone++] as (typeof commits)[number];
        total -= oldest.bytes.length;
        for (const holder of oldest.holders) holder.forgetOldest();
        free(oldest.bytes);
      }
      if (gone > 0) commits = commits.slice(gone);
    },
  };
}
