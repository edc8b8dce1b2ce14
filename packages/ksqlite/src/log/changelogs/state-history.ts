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

  /** Takes in a commit's part of a snapshot, which has its section's changes in it as far as it goes. */
  addPart(
    store: number,
    { number, isLast, bytes }: { readonly number: number; readonly isLast: boolean; readonly bytes: Buffer },
    sequence: number,
  ): void {
    const known = this.#keptOf(store);
    if (sequence < known.from) return;
    if (number === 0) known.beginParts(sequence);
    // its beginning was passed over
    else if (!known.isInParts()) return;
    known.push(this.#sections.push({ bytes, base: 0 }) - 1, 0, bytes.length, true);
    if (isLast) known.endParts();
  }

  /** Hands a store's snapshot and changes to it, oldest first, and forgets them. */
  take(store: number, state: StoreState): { readonly snapshotBytes: number; readonly changedBytes: number } {
    const known = this.#kept.get(store);
    this.#kept.delete(store);
    if (known === undefined) return { snapshotBytes: 0, changedBytes: 0 };
    if (known.snapshot !== undefined) state.restore(byteReader(known.snapshot));
    known.dropUnfinished();
    const comeFirst = state.parts?.comeFirst === true;
    if (comeFirst) replayAll(known, this.#sections, state, 'parts');
    const { partBytes, changedBytes } = replayAll(
      known,
      this.#sections,
      state,
      comeFirst ? 'changes' : 'all',
    );
    this.#dropUnused();
    return { snapshotBytes: (known.snapshot?.length ?? 0) + partBytes, changedBytes };
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
  /** Of the snapshot in parts that has not ended: its first commit, where in `#numbers` it begins, and where its parts are. */
  #partsFrom: number | undefined;
  #partsBegin = 0;
  #parts: number[] = [];

  clear(): void {
    this.#used = 0;
    this.#partsFrom = undefined;
    this.#parts = [];
  }

  isInParts(): boolean {
    return this.#partsFrom !== undefined;
  }

  beginParts(sequence: number): void {
    this.dropUnfinished();
    this.#partsFrom = sequence;
    this.#partsBegin = this.#used;
  }

  /** What came before the first part is not needed any more. */
  endParts(): void {
    if (this.#partsFrom === undefined) return;
    this.from = this.#partsFrom;
    this.snapshot = undefined;
    this.#numbers.copyWithin(0, this.#partsBegin, this.#used);
    this.#used -= this.#partsBegin;
    this.#partsFrom = undefined;
    this.#parts = [];
  }

  /** Parts of a snapshot that did not come to its end count for nothing. */
  dropUnfinished(): void {
    for (const at of this.#parts) this.#numbers[at + 2] = 0;
    this.#partsFrom = undefined;
    this.#parts = [];
  }

  push(section: number, start: number, length: number, isPart = false): void {
    if (isPart) this.#parts.push(this.#used);
    if (this.#used === this.#numbers.length) {
      const grown = new Uint32Array(this.#numbers.length * 2);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers[this.#used++] = section * 2 + (isPart ? 1 : 0);
    this.#numbers[this.#used++] = start;
    this.#numbers[this.#used++] = length;
  }

  /** Twice the section, and 1 for a part of a snapshot; start and length of each. */
  all(): Uint32Array {
    return this.#numbers.subarray(0, this.#used);
  }
}

const NO_BYTES = Buffer.alloc(0);

/** @param which what is taken in; all is counted */
function replayAll(
  kept: Kept,
  sections: readonly Section[],
  state: StoreState,
  which: 'all' | 'parts' | 'changes',
): { readonly partBytes: number; readonly changedBytes: number } {
  const numbers = kept.all();
  const reader = byteReader(NO_BYTES);
  let changedBytes = 0;
  let partBytes = 0;
  for (let i = 0; i < numbers.length; i += 3) {
    const place = numbers[i] as number;
    const { bytes, base } = sections[place >>> 1] as Section;
    const start = numbers[i + 1] as number;
    const length = numbers[i + 2] as number;
    const isPart = (place & 1) === 1;
    if (isPart) partBytes += length;
    else changedBytes += length;
    if (isPart ? which === 'changes' || length === 0 : which === 'parts') continue;
    reader.move(bytes, start, start + length);
    if (isPart) state.restore(reader);
    else state.replay(reader, base + start - CHANGE_HEADER_BYTES);
  }
  return { partBytes, changedBytes };
}
