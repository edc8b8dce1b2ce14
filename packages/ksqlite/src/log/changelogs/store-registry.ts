import type { ByteWriter } from '../bytes/byte-writer.ts';
import { writeSnapshot } from '../commits/commit-codec.ts';
import type { HeaderStore } from '../segments/segment-header.ts';
import { type StateHistory, stateHistory } from './state-history.ts';
import type { StoreState } from './store-state.ts';

/** A store and where its newest image is. */
export interface Store {
  readonly id: number;
  readonly name: string;
  /** undefined: nobody has opened it since recovery */
  state: StoreState | undefined;
  since: number;
  snapshotAt: number;
  /** bytes of that image, and of the changes behind it */
  snapshotBytes: number;
  changedBytes: number;
  isDue: boolean;
  /** position of its last change; of one that was just opened it is not known, but before where the changelogs end */
  lastLsn: number;
}

/**
 * The stores of a log. Each is written out whole now and then, an image, so that what came before in its changelog is
 * not needed any more: recovery replays about as much as there is state, and old segments may go.
 */
export interface StoreRegistry {
  /** Changes and images of stores that nobody has opened since recovery. */
  readonly history: StateHistory;
  /** @returns the store, and whether it is new */
  open(
    name: string,
    state: StoreState,
    segment: number,
    end: number,
  ): { readonly store: Store; readonly isNew: boolean };
  /** Stores whose names begin so are gone. @returns them */
  drop(prefix: string): readonly Store[];
  /** A change of so many bytes was written at a position. */
  changed(store: Store, bytes: number, position: number): void;
  /** Writes images that are due, about `IMAGE_BUDGET` bytes of them: a commit must stay short. */
  writeSnapshots(front: ByteWriter, segment: number, sequence: number): void;
  /** A segment is begun: stores whose image lies far back are due. */
  begin(segments: readonly number[]): void;
  /** The oldest segment that recovery needs, or this one. */
  recoverFrom(segment: number): number;
  /** The oldest position in the changelogs that an open store may still read; Infinity: none. */
  oldestLsn(): number;
  /**
   * Stores that have not changed since a position write again what they refer to from before another one: an idle one must
   * not hold old segments for ever. Of those that change, what is old expires.
   *
   * @returns whether that was all
   */
  renewIdle(before: number, since: number): boolean;
  headerStores(): readonly HeaderStore[];
  readonly last: () => number;
  recover(last: number, heads: readonly HeaderStore[]): void;
  recoverNew(id: number, name: string, segment: number): void;
  recoverDeleted(id: number): void;
  /** All was told that there is. */
  recovered(): void;
  recoverSnapshot(id: number, bytes: Buffer, segment: number, sequence: number): void;
}

/** One image more is begun while a commit has fewer bytes of them. */
const IMAGE_BUDGET = 256 * 1024;
/** A store whose image is so many segments old is written again: one that is idle must not hold them back. */
const SEGMENTS_BACK = 4;

/** @param leastBytes see TopicLogOptions.imageBytes */
export function storeRegistry(leastBytes: number): StoreRegistry {
  const byName = new Map<string, Store>();
  const byId = new Map<number, Store>();
  const history = stateHistory();
  let due: Store[] = [];
  let last = 0;

  const put = (id: number, name: string, since: number, snapshotAt: number): Store => {
    const store: Store = {
      id,
      name,
      state: undefined,
      since,
      snapshotAt,
      snapshotBytes: 0,
      changedBytes: 0,
      isDue: false,
      lastLsn: 0,
    };
    byName.set(name, store);
    byId.set(id, store);
    last = Math.max(last, id);
    return store;
  };
  const remove = (store: Store | undefined): void => {
    if (store === undefined) return;
    byName.delete(store.name);
    byId.delete(store.id);
    history.forget(store.id);
  };
  const setDue = (store: Store): void => {
    if (store.isDue) return;
    store.isDue = true;
    due.push(store);
  };
  const isLong = (store: Store): boolean => store.changedBytes > Math.max(leastBytes, store.snapshotBytes);

  return {
    history,
    open: (name, state, segment, end) => {
      const known = byName.get(name);
      const store = known ?? put(last + 1, name, segment, 0);
      store.state = state;
      store.lastLsn = end - 1;
      const { snapshotBytes: imageBytes, changedBytes } = history.take(store.id, state);
      // opened a second time there is no history: what is known of it stays
      if (imageBytes + changedBytes > 0) {
        store.snapshotBytes = imageBytes;
        store.changedBytes = changedBytes;
      }
      if (isLong(store)) setDue(store);
      return { store, isNew: known === undefined };
    },
    drop: (prefix) => {
      const gone = [...byName.values()].filter(({ name }) => name.startsWith(prefix));
      for (const store of gone) remove(store);
      return gone;
    },
    changed: (store, bytes, position) => {
      store.changedBytes += bytes;
      store.lastLsn = position;
      if (!store.isDue && isLong(store)) setDue(store);
    },
    writeSnapshots: (front, segment, sequence) => {
      let written = 0;
      let taken = 0;
      while (taken < due.length && written < IMAGE_BUDGET) {
        const store = due[taken++] as Store;
        store.isDue = false;
        const { state } = store;
        if (state === undefined || byId.get(store.id) !== store) continue;
        store.snapshotBytes = writeSnapshot(front, store.id, state.writeSnapshot);
        store.changedBytes = 0;
        store.since = segment;
        store.snapshotAt = sequence;
        written += store.snapshotBytes;
      }
      if (taken > 0) due = due.slice(taken);
    },
    begin: (segments) => {
      if (leastBytes === Number.POSITIVE_INFINITY) return;
      const oldest = segments.at(-SEGMENTS_BACK) ?? 0;
      for (const store of byId.values()) if (store.since < oldest && store.state !== undefined) setDue(store);
    },
    recoverFrom: (segment) => {
      let oldest = segment;
      for (const { since } of byId.values()) if (since < oldest) oldest = since;
      return oldest;
    },
    oldestLsn: () => {
      let oldest = Number.POSITIVE_INFINITY;
      for (const { state } of byId.values()) {
        oldest = Math.min(oldest, state?.oldestLsn?.() ?? oldest);
      }
      return oldest;
    },
    renewIdle: (before, since) => {
      let isAll = true;
      for (const store of byId.values()) {
        const { state, lastLsn: changedAt } = store;
        if (state?.renew === undefined || changedAt >= since) continue;
        if ((state.oldestLsn?.() ?? before) >= before) continue;
        isAll = state.renew(before, since) && isAll;
        store.lastLsn = changedAt;
      }
      return isAll;
    },
    headerStores: () =>
      [...byId.values()].map(({ id, name, since, snapshotAt }) => ({ id, name, since, snapshotAt })),
    last: () => last,
    recover: (lastId, heads) => {
      for (const { id, name, since, snapshotAt } of heads) {
        put(id, name, since, snapshotAt);
        history.startAt(id, snapshotAt);
      }
      last = lastId;
    },
    recoverNew: (id, name, segment) => {
      if (!byId.has(id)) put(id, name, segment, 0);
    },
    recoverDeleted: (id) => remove(byId.get(id)),
    recovered: () => history.keepOnly((id) => byId.has(id)),
    recoverSnapshot: (id, bytes, segment, sequence) => {
      history.addSnapshot(id, bytes, sequence);
      const store = byId.get(id);
      if (store === undefined || sequence < store.snapshotAt) return;
      store.since = segment;
      store.snapshotAt = sequence;
    },
  };
}
