import { byteReader } from '../bytes/byte-reader.ts';
import { CHANGE_HEADER_BYTES } from './state-sections.ts';
import type { StoreState } from './store-state.ts';

/**
 * The stores' state found at recovery, until their stores are opened: newest images, the commits' sections of changes
 * as they are, and for each store where its changes lie in them. No object a change, so that millions of them are no
 * burden.
 */
export interface StateHistory {
  /** The store's newest image is in this commit, or in a later one: what comes before it is passed over. */
  startAt(store: number, sequence: number): void;
  /** Takes in a commit's section: u32 store id and the change with its u32 length, repeated. @param base its position */
  add(section: Buffer, base: number, sequence: number): void;
  /** Takes in a commit's image, which has its section's changes in it. */
  addSnapshot(store: number, bytes: Buffer, sequence: number): void;
  /** Hands a store's image and changes to it, oldest first, and forgets them. */
  take(store: number, state: StoreState): { readonly snapshotBytes: number; readonly changedBytes: number };
  forget(store: number): void;
  /** Stores that are not of the catalogue have no use for theirs. */
  keepOnly(isKnown: (store: number) => boolean): void;
}

interface Section {
  readonly bytes: Buffer;
  readonly base: number;
}

export function stateHistory(): StateHistory {
  const sections: Section[] = [];
  const kept = new Map<number, Kept>();
  const keptOf = (store: number): Kept => {
    let known = kept.get(store);
    if (known === undefined) {
      known = new Kept();
      kept.set(store, known);
    }
    return known;
  };
  const forget = (store: number): void => {
    kept.delete(store);
    if (kept.size === 0) sections.length = 0;
  };
  return {
    startAt: (store, sequence) => {
      keptOf(store).from = sequence;
    },
    add: (section, base, sequence) => {
      const number = sections.push({ bytes: section, base }) - 1;
      const view = new DataView(section.buffer, section.byteOffset, section.length);
      let at = 0;
      let known: Kept | undefined;
      let last = -1;
      while (at < section.length) {
        const store = view.getUint32(at, true);
        const length = view.getUint32(at + 4, true);
        // changes of one store often stand together
        if (known === undefined || store !== last) known = keptOf(store);
        last = store;
        if (sequence > known.from) known.push(number, at + CHANGE_HEADER_BYTES, length);
        at += CHANGE_HEADER_BYTES + length;
      }
    },
    addSnapshot: (store, bytes, sequence) => {
      const known = keptOf(store);
      if (sequence < known.from) return;
      known.clear();
      known.snapshot = bytes;
      known.from = sequence;
    },
    take: (store, state) => {
      const known = kept.get(store);
      kept.delete(store);
      if (known === undefined) return { snapshotBytes: 0, changedBytes: 0 };
      if (known.snapshot !== undefined) state.restore(byteReader(known.snapshot));
      const changedBytes = replayAll(known, sections, state);
      if (kept.size === 0) sections.length = 0;
      return { snapshotBytes: known.snapshot?.length ?? 0, changedBytes };
    },
    forget,
    keepOnly: (isKnown) => {
      for (const store of kept.keys()) if (!isKnown(store)) forget(store);
    },
  };
}

/** One store's image, and where its changes behind it lie. */
class Kept {
  /** The commit of the image. */
  from = 0;
  snapshot: Buffer | undefined;
  private numbers = new Uint32Array(48);
  private used = 0;

  clear(): void {
    this.used = 0;
  }

  push(section: number, start: number, length: number): void {
    if (this.used === this.numbers.length) {
      const grown = new Uint32Array(this.numbers.length * 2);
      grown.set(this.numbers);
      this.numbers = grown;
    }
    this.numbers[this.used++] = section;
    this.numbers[this.used++] = start;
    this.numbers[this.used++] = length;
  }

  /** Section, start and length of each change. */
  all(): Uint32Array {
    return this.numbers.subarray(0, this.used);
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
