import { byteReader } from '../bytes/byte-reader.ts';
import { type ByteWriter, byteWriter } from '../bytes/byte-writer.ts';
import { type CommitEntry, writeSnapshot, writeSnapshotPart } from '../commits/commit-codec.ts';
import type { HeaderStore } from '../segments/segment-header.ts';
import { StateHistory } from './state-history.ts';
import type { StateParts, StoreState } from './store-state.ts';

/** A store and where its newest snapshot is. */
export interface Store {
  readonly id: number;
  readonly name: string;
  /** undefined: nobody has opened it since recovery, or it was detached */
  state: StoreState | undefined;
  /** The oldest LSN that its state may refer to, as it said last: what is true of it while it has no `state`. */
  oldestLsn: number;
  /** First commit of the segment that holds its newest snapshot or, where it has none, that it was made in. */
  since: number;
  /** The commit that holds its newest snapshot; 0: none. */
  snapshotAt: number;
  /** bytes of that snapshot, and of the changes behind it */
  snapshotBytes: number;
  changedBytes: number;
  isDue: boolean;
  /** Recovery has met the first part of a snapshot, in this commit; the last one is still to come. */
  partsSince: CommitPlace | undefined;
  /** LSN of its last change; of one that was just opened it is not known, but before where the changelogs end */
  lastLsn: number;
}

interface CommitPlace {
  /** First commit of its segment. */
  readonly segment: number;
  readonly sequence: number;
}

/** A snapshot that is written in parts, a commit each. */
interface SnapshotInParts extends CommitPlace {
  readonly store: Store;
  readonly state: StoreState;
  readonly write: (writer: ByteWriter, bytes: number) => boolean;
  number: number;
  bytes: number;
}

/** One more snapshot, or part of one, is begun while a commit has fewer bytes of them: a commit must stay short. */
const SNAPSHOT_BUDGET = 256 * 1024;
/** … and for each byte of changes so many more: a snapshot in parts must come to its end while its store changes. */
const BYTES_A_CHANGE = 2;
/** A store whose snapshot is so many segments old is written again: an idle store must not hold segments back. */
const SEGMENTS_BACK = 4;

/**
 * The stores of a log. Each is written out whole now and then, a snapshot, so that what came before in its changelog is
 * not needed any more (a large one in parts, one a commit, so that no commit takes long): recovery replays about as much as there is state, and old segments may go.
 *
 * What must stay true: a store's newest snapshot and the changes behind it are its state; ids are never used twice.
 */
export class StoreRegistry {
  /** Changes and snapshots of stores that nobody has opened since recovery. */
  readonly history = new StateHistory();
  readonly #leastBytes: number;
  readonly #budget: number;
  readonly #byName = new Map<string, Store>();
  readonly #byId = new Map<number, Store>();
  #due: Store[] = [];
  #lastId = 0;
  #inParts: SnapshotInParts | undefined;

  /** @param leastBytes see TopicLogOptions.snapshotBytes */
  constructor(leastBytes: number) {
    this.#leastBytes = leastBytes;
    this.#budget = Math.min(SNAPSHOT_BUDGET, leastBytes);
  }

  /** The highest id that was given out. */
  lastId(): number {
    return this.#lastId;
  }

  /**
   * Hands what was found at recovery to the store, which is made where it is new. One that is open gives its state to the one
   * that takes its place.
   *
   * @param segment first commit of the segment that the next commit goes to
   * @param nextLsn where the changelogs end
   */
  open(
    name: string,
    state: StoreState,
    segment: number,
    nextLsn: number,
  ): { readonly store: Store; readonly isNew: boolean } {
    const known = this.#byName.get(name);
    const store = known ?? this.#put(this.#lastId + 1, name, segment, 0);
    if (store.state !== undefined) handOver(store.state, state);
    store.state = state;
    if (state.oldestLsn === undefined) store.oldestLsn = Number.POSITIVE_INFINITY;
    store.lastLsn = nextLsn - 1;
    const { snapshotBytes, changedBytes } = this.history.take(store.id, state);
    // opened a second time there is no history: what is known of it stays
    if (snapshotBytes + changedBytes > 0) {
      store.snapshotBytes = snapshotBytes;
      store.changedBytes = changedBytes;
    }
    if (this.#isLong(store)) this.#setDue(store);
    return { store, isNew: known === undefined };
  }

  /** Stores whose names begin so have no state in memory any more: it is in their changelogs alone. */
  detach(prefix: string): void {
    for (const store of this.#byId.values()) if (store.name.startsWith(prefix)) store.state = undefined;
  }

  /** Stores whose names begin so are gone. @returns them */
  drop(prefix: string): readonly Store[] {
    const gone = [...this.#byName.values()].filter(({ name }) => name.startsWith(prefix));
    for (const store of gone) this.#remove(store);
    return gone;
  }

  /** A change of so many bytes was written at an LSN. */
  changed(store: Store, bytes: number, lsn: number): void {
    store.changedBytes += bytes;
    store.lastLsn = lsn;
    if (!store.isDue && this.#isLong(store)) this.#setDue(store);
  }

  /** Writes snapshots that are due, or parts of them. @param commit the one they are in; `changedBytes`: its changes */
  writeSnapshots(metadata: ByteWriter, commit: CommitPlace & { readonly changedBytes: number }): void {
    const most = this.#budget + BYTES_A_CHANGE * commit.changedBytes;
    let written = 0;
    let taken = 0;
    while (taken < this.#due.length && written < most) {
      const store = this.#due[taken] as Store;
      const { state } = store;
      if (state !== undefined && this.#byId.get(store.id) === store) {
        const { bytes, isLast } = this.#writeSome(metadata, store, state, commit, most - written);
        written += bytes;
        if (!isLast) break;
      }
      store.isDue = false;
      taken++;
    }
    if (taken > 0) this.#due = this.#due.slice(taken);
  }

  /** A store's snapshot, or the next part of it. */
  #writeSome(
    metadata: ByteWriter,
    store: Store,
    state: StoreState,
    commit: CommitPlace,
    most: number,
  ): { readonly bytes: number; readonly isLast: boolean } {
    const isShort = store.snapshotBytes + store.changedBytes <= this.#budget;
    if (state.parts !== undefined && (!isShort || this.#inParts?.store === store))
      return this.#writePart(metadata, this.#partsOf(store, state, state.parts, commit), most);
    const bytes = writeSnapshot(metadata, store.id, (writer) => state.writeSnapshot(writer));
    store.changedBytes = 0;
    wasWritten(store, bytes, commit);
    return { bytes, isLast: true };
  }

  /** The snapshot of the store that is under way; one of a state that is gone is begun again. */
  #partsOf(store: Store, state: StoreState, parts: StateParts, commit: CommitPlace): SnapshotInParts {
    const known = this.#inParts;
    if (known?.store === store && known.state === state) return known;
    store.changedBytes = 0;
    const { segment, sequence } = commit;
    this.#inParts = { store, state, write: parts.begin(), number: 0, bytes: 0, segment, sequence };
    return this.#inParts;
  }

  #writePart(
    metadata: ByteWriter,
    parts: SnapshotInParts,
    most: number,
  ): { readonly bytes: number; readonly isLast: boolean } {
    const written = writeSnapshotPart(metadata, parts.store.id, parts.number, (writer) =>
      parts.write(writer, most),
    );
    parts.number++;
    parts.bytes += written.bytes;
    if (written.isLast) {
      this.#inParts = undefined;
      wasWritten(parts.store, parts.bytes, parts);
    }
    return written;
  }

  /** A segment is begun: stores whose snapshot lies far back are due. */
  begin(segments: readonly number[]): void {
    if (this.#leastBytes === Number.POSITIVE_INFINITY) return;
    const oldest = segments.at(-SEGMENTS_BACK) ?? 0;
    for (const store of this.#byId.values())
      if (store.since < oldest && store.state !== undefined) this.#setDue(store);
  }

  /** The oldest segment that recovery needs, or this one. */
  recoverFrom(segment: number): number {
    let oldest = segment;
    for (const { since } of this.#byId.values()) if (since < oldest) oldest = since;
    return oldest;
  }

  /**
   * The oldest LSN that a store may still read, or will when it is opened again; Infinity: none.
   *
   * @param nextLsn of the pending commit: what a store will refer to does not lie before it
   */
  oldestLsn(nextLsn: number): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const store of this.#byId.values()) {
      if (store.state?.oldestLsn !== undefined) store.oldestLsn = Math.min(store.state.oldestLsn(), nextLsn);
      oldest = Math.min(oldest, store.oldestLsn);
    }
    return oldest;
  }

  /**
   * Stores that have not changed since an LSN write again what they refer to from before another one: an idle store must
   * not hold old segments for ever. Of those that change, what is old expires.
   *
   * @returns whether that was all
   */
  renewIdle(before: number, since: number): boolean {
    let isAll = true;
    for (const store of this.#byId.values()) {
      const { state, lastLsn } = store;
      if (state?.renew === undefined || lastLsn >= since) continue;
      if ((state.oldestLsn?.() ?? before) >= before) continue;
      isAll = state.renew(before, since) && isAll;
      store.lastLsn = lastLsn;
    }
    return isAll;
  }

  /** What its newest snapshot and the changes behind it take on disk, in bytes, of each store whose name begins so. */
  bytes(prefix: string): ReadonlyMap<string, number> {
    const found = [...this.#byName.values()].filter(({ name }) => name.startsWith(prefix));
    return new Map(
      found.map(({ name, snapshotBytes, changedBytes }) => [name, snapshotBytes + changedBytes]),
    );
  }

  /** All of them, for a segment header. */
  headerStores(): readonly HeaderStore[] {
    return [...this.#byId.values()].map(({ id, name, since, snapshotAt }) => ({
      id,
      name,
      since,
      snapshotAt,
    }));
  }

  /** Takes in what a segment header says. */
  recover(lastId: number, stores: readonly HeaderStore[]): void {
    for (const { id, name, since, snapshotAt } of stores) {
      this.#put(id, name, since, snapshotAt);
      this.history.startAt(id, snapshotAt);
    }
    this.#lastId = lastId;
  }

  recoverNew(id: number, name: string, segment: number): void {
    if (!this.#byId.has(id)) this.#put(id, name, segment, 0);
  }

  recoverDeleted(id: number): void {
    this.#remove(this.#byId.get(id));
  }

  recoverSnapshot(id: number, bytes: Buffer, segment: number, sequence: number): void {
    this.history.addSnapshot(id, bytes, sequence);
    const store = this.#byId.get(id);
    if (store === undefined || sequence < store.snapshotAt) return;
    store.since = segment;
    store.snapshotAt = sequence;
  }

  recoverPart(
    part: Extract<CommitEntry, { kind: 'snapshot-part' }>,
    segment: number,
    sequence: number,
  ): void {
    this.history.addPart(part.store, part, sequence);
    const store = this.#byId.get(part.store);
    if (store === undefined || sequence < store.snapshotAt) return;
    if (part.number === 0) store.partsSince = { segment, sequence };
    if (!part.isLast || store.partsSince === undefined) return;
    store.since = store.partsSince.segment;
    store.snapshotAt = store.partsSince.sequence;
    store.partsSince = undefined;
  }

  /** Recovery has told all that there is. */
  recovered(): void {
    this.history.keepOnly((id) => this.#byId.has(id));
  }

  #put(id: number, name: string, since: number, snapshotAt: number): Store {
    const store: Store = {
      id,
      name,
      state: undefined,
      oldestLsn: 0,
      since,
      snapshotAt,
      snapshotBytes: 0,
      changedBytes: 0,
      isDue: false,
      partsSince: undefined,
      lastLsn: 0,
    };
    this.#byName.set(name, store);
    this.#byId.set(id, store);
    this.#lastId = Math.max(this.#lastId, id);
    return store;
  }

  #remove(store: Store | undefined): void {
    if (store === undefined) return;
    this.#byName.delete(store.name);
    this.#byId.delete(store.id);
    this.history.forget(store.id);
  }

  #setDue(store: Store): void {
    if (store.isDue) return;
    store.isDue = true;
    this.#due.push(store);
  }

  #isLong(store: Store): boolean {
    return store.changedBytes > Math.max(this.#leastBytes, store.snapshotBytes);
  }
}

/** The store's newest snapshot, of so many bytes, begins in this commit. */
function wasWritten(store: Store, bytes: number, { segment, sequence }: CommitPlace): void {
  store.snapshotBytes = bytes;
  store.since = segment;
  store.snapshotAt = sequence;
}

/** What a store keeps goes to another one of its name. */
function handOver(from: StoreState, to: StoreState): void {
  const writer = byteWriter();
  from.writeSnapshot(writer);
  to.restore(byteReader(writer.view()));
}
