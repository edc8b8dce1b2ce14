/** What keeps a piece of each frame. */
export interface CommitHolder {
  /** The oldest piece in memory is read from disk from now on. */
  forgetOldest(): void;
}

/** Keeps the frames written last in memory, for consumers that go along with the end. */
export interface RecentCommits {
  /** A frame is durable; these keep a piece of it each. */
  add(frame: Buffer, holders: readonly CommitHolder[]): void;
}

/**
 * @param limitBytes the newest frame is kept even if it is larger
 * @param free nothing keeps a piece of this frame any more
 */
export function recentCommits(limitBytes: number, free: (frame: Buffer) => void): RecentCommits {
  let frames: { readonly frame: Buffer; readonly holders: readonly CommitHolder[] }[] = [];
  let total = 0;
  return {
    add: (added, holders) => {
      frames.push({ frame: added, holders });
      total += added.length;
      let gone = 0;
      while (total > limitBytes && gone < frames.length - 1) {
        const oldest = frames[gone++] as (typeof frames)[number];
        total -= oldest.frame.length;
        for (const holder of oldest.holders) holder.forgetOldest();
        free(oldest.frame);
      }
      if (gone > 0) frames = frames.slice(gone);
    },
  };
}
