/** What keeps a piece of each frame. */
export interface FrameHolder {
  /** The oldest piece in memory is read from disk from now on. */
  forgetOldest(): void;
}

/** Keeps the frames written last in memory, for consumers that go along with the end. */
export interface RecentFrames {
  /** A frame is durable; these keep a piece of it each. */
  add(frameBytes: number, holders: readonly FrameHolder[]): void;
}

/** @param limitBytes the newest frame is kept even if it is larger */
export function recentFrames(limitBytes: number): RecentFrames {
  let frames: { readonly bytes: number; readonly holders: readonly FrameHolder[] }[] = [];
  let total = 0;
  return {
    add: (bytes, holders) => {
      frames.push({ bytes, holders });
      total += bytes;
      let gone = 0;
      while (total > limitBytes && gone < frames.length - 1) {
        const oldest = frames[gone++] as (typeof frames)[number];
        total -= oldest.bytes;
        for (const holder of oldest.holders) holder.forgetOldest();
      }
      if (gone > 0) frames = frames.slice(gone);
    },
  };
}
