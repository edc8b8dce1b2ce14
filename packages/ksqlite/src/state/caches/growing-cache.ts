import { directMappedCache } from './direct-mapped-cache.ts';

/** Values by numbers that count up, until they are taken: nearly all are taken soon, in about the order they came. */
export interface GrowingCache<T> {
  get(number: number): T | undefined;
  set(number: number, value: T): void;
  /** The value, which is gone from here then. */
  take(number: number): T | undefined;
}

/**
 * A ring, not a Map: what is put in and taken out leaves nothing behind that a garbage collection has to copy. It has room
 * for what lies between the oldest that waits and the newest; where that is more than `most`, the older one of two that
 * share a place is gone.
 *
 * @param most values at most, about
 * @param isOver whether no one will ask for a number again: it is no reason to take more room
 */
export function growingCache<T>(most: number, isOver: (number: number) => boolean): GrowingCache<T> {
  const ones = directMappedCache<T>(1);
  const isWanted = (number: number): boolean => number >= 0 && !isOver(number);
  return {
    get: ones.get,
    set: (number, value) => {
      while (ones.room() <= most && isWanted(ones.evictedBy(number))) ones.grow(ones.room() * 2);
      ones.set(number, value);
    },
    take: ones.take,
  };
}
