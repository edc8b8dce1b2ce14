import { byteReader } from './byte-reader.ts';
import { CHANGE_HEADER_BYTES } from './state-sections.ts';
import type { StoreState } from './store-state.ts';

/**
 * The state changes found at recovery, until their stores are opened: the commits' sections as they are, and for each
 * store where its changes lie in them. No object a change, so that millions of them are no burden.
 */
export interface StateHistory {
  /** Takes in one commit's section: u32 store id and the change with its u32 length, repeated. @param base its position */
  add(section: Buffer, base: number): void;
  /** Hands a store's changes to it, oldest first, and forgets them. */
  take(store: number, state: StoreState): void;
}

export function stateHistory(): StateHistory {
  const sections: { readonly bytes: Buffer; readonly base: number }[] = [];
  const places = new Map<number, PlaceList>();
  return {
    add: (section, base) => {
      const number = sections.push({ bytes: section, base }) - 1;
      let at = 0;
      while (at < section.length) {
        const store = section.readUInt32LE(at);
        const length = section.readUInt32LE(at + 4);
        let list = places.get(store);
        if (list === undefined) {
          list = placeList();
          places.set(store, list);
        }
        list.push(number, at + CHANGE_HEADER_BYTES, length);
        at += CHANGE_HEADER_BYTES + length;
      }
    },
    take: (store, state) => {
      const list = places.get(store);
      places.delete(store);
      list?.forEach((number, start, length) => {
        const { bytes, base } = sections[number] as (typeof sections)[number];
        state.replay(byteReader(bytes, start, start + length), base + start - CHANGE_HEADER_BYTES);
      });
      if (places.size === 0) sections.length = 0;
    },
  };
}

interface PlaceList {
  push(section: number, start: number, length: number): void;
  forEach(visit: (section: number, start: number, length: number) => void): void;
}

function placeList(): PlaceList {
  let numbers = new Uint32Array(48);
  let used = 0;
  return {
    push: (section, start, length) => {
      if (used === numbers.length) {
        const grown = new Uint32Array(numbers.length * 2);
        grown.set(numbers);
        numbers = grown;
      }
      numbers[used++] = section;
      numbers[used++] = start;
      numbers[used++] = length;
    },
    forEach: (visit) => {
      for (let i = 0; i < used; i += 3)
        visit(numbers[i] as number, numbers[i + 1] as number, numbers[i + 2] as number);
    },
  };
}
