import { byteReader } from '../bytes/byte-reader.ts';
import { CHANGE_HEADER_BYTES } from './state-sections.ts';
import type { StoreState } from './store-state.ts';

interface Section {
  readonly bytes: Buffer;
  /** LSN of its first byte */
  readonly base: number;
}

/**
 * The stores' state found at recovery, until their stores are opened: newest snapshots, the commits' sections of changes
 * as they are, and for each store where its changes lie in them. No object a change, so that millions of them are no
 * burden.
 */
export class StateHistory {
  readonly #sections: Section[] = [];
  readonly #kept = new Map<number, Kept>();

  /** The store's newest snapshot is in this commit, or in a later one: what comes before it is passed over. */
  startAt(store: number, sequence: number): void {
    this.#keptOf(store).from = sequence;
  }

  /** Takes in a commit's section: u32 store id and the change with its u32 length, repeated. @param base its LSN */
  add(section: Buffer, base: number, sequence: number): void {
    const number = this.#sections.push({ bytes: section, base }) - 1;
    const view = new DataView(section.buffer, section.byteOffset, section.length);
    let at = 0;
    let known: Kept | undefined;
    let last = -1;
    while (at < section.length) {
      const store = view.getUint32(at, true);
      const length = view.getUint32(at + 4, true);
      // changes of one store often stand together
      if (known === undefined || store !== last) known = this.#keptOf(store);
      last = store;
      if (sequence > known.from) known.push(number, at + CHANGE_HEADER_BYTES, length);
      at += CHANGE_HEADER_BYTES + length;
    }
  }

  /** Takes in a commit's snapshot of a store, which has its section's changes in it. */
  addSnapshot(store: number, bytes: Buffer, sequence: number): void {
    const known = this.#keptOf(store);
    if (sequence < known.from) return;
    known.clear();
    known.snapshot = bytes;
    known.from = sequence;
  }

  /** Hands a store's snapshot and changes to it, oldest first, and forgets them. */
  take(store: number, state: StoreState): { readonly snapshotBytes: number; readonly changedBytes: number } {
    const known = this.#kept.get(store);
    this.#kept.delete(store);
    if (known === undefined) return { snapshotBytes: 0, changedBytes: 0 };
    if (known.snapshot !== undefined) state.restore(byteReader(known.snapshot));
    const changedBytes = replayAll(known, this.#sections, state);
    this.#dropUnused();
    return { snapshotBytes: known.snapshot?.length ?? 0, changedBytes };
  }

  forget(store: number): void {
    this.#kept.delete(store);
    this.#dropUnused();
  }

  /** Stores that are not of the catalogue have no use for theirs. */
  keepOnly(isKnown: (store: number) => boolean): void {
    for (const store of this.#kept.keys()) if (!isKnown(store)) this.forget(store);
  }

  #dropUnused(): void {
    if (this.#kept.size === 0) this.#sections.length = 0;
  }

  #keptOf(store: number): Kept {
    let known = this.#kept.get(store);
    if (known === undefined) {
      known = new Kept();
      this.#kept.set(store, known);
    }
    return known;
  }
}

/** One store's snapshot, and where its changes behind it lie. */
class Kept {
  /** The commit of the snapshot. */
  from = 0;
  snapshot: Buffer | undefined;
  #numbers = new Uint32Array(48);
  #used = 0;

  clear(): void {
    this.#used = 0;
  }

  push(section: number, start: number, length: number): void {
    if (this.#used === this.#numbers.length) {
      const grown = new Uint32Array(this.#numbers.length * 2);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers[this.#used++] = section;
    this.#numbers[this.#used++] = start;
    this.#numbers[this.#used++] = length;
  }

  /** Section, start and length of each change. */
  all(): Uint32Array {
    return this.#numbers.subarray(0, this.#used);
  }
}

const NO_BYTES = Buffer.alloc(0);

/** @returns bytes of all changes */
function replayAll(kept: Kept, sections: readonly Section[], state: StoreState): number {
  const numbers = kept.all();
  const reader = byteReader(NO_BYTES);
  let changedBytes = 0;
  for (let i = 0; i < numbers.length; i += 3) {
    const { bytes, base } = sections[numbers[i] as number] as Section;
    const start = numbers[i + 1] as number;
    const length = numbers[i + 2] as number;
    reader.move(bytes, start, start + length);
    state.replay(reader, base + start - CHANGE_HEADER_BYTES);
    changedBytes += length;
  }
  return changedBytes;
}
