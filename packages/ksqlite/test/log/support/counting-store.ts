import type { StoreState } from '../../../src/log/changelogs/store-state.ts';
import type { Changelog, TopicLog } from '../../../src/log/topic-log.ts';

/** A store that counts by key, and forgets what counts as much as `most`: its state is smaller than its changelog. */
export interface CountingStore {
  readonly counts: ReadonlyMap<string, number>;
  add(key: string): void;
  /** What the log has made it do. */
  readonly calls: { replays: number; snapshots: number; restores: number };
}

export function countingStore(log: TopicLog, name: string, most = 10): CountingStore {
  const counts = new Map<string, number>();
  const calls = { replays: 0, snapshots: 0, restores: 0 };
  const apply = (key: string): void => {
    const count = (counts.get(key) ?? 0) + 1;
    if (count < most) counts.set(key, count);
    else counts.delete(key);
  };
  const state: StoreState = {
    replay: (change) => {
      calls.replays++;
      apply(change.string());
    },
    writeSnapshot: (writer) => {
      calls.snapshots++;
      for (const [key, count] of counts) {
        writer.string(key);
        writer.u32(count);
      }
    },
    restore: (snapshot) => {
      calls.restores++;
      while (!snapshot.atEnd()) counts.set(snapshot.string(), snapshot.u32());
    },
  };
  const changelog: Changelog = log.changelog(name, state);
  return {
    counts,
    calls,
    add: (key) => {
      apply(key);
      changelog.begin().string(key);
      changelog.end();
    },
  };
}
