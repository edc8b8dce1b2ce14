/** What was put in last, by number. */
export interface DirectMappedCache<T> {
  get(number: number): T | undefined;
  set(number: number, value: T): void;
  /** The value, which is gone from here then. */
  take(number: number): T | undefined;
  /** The number that `set` of this one would drive out; -1: none. */
  evictedBy(number: number): number;
  readonly room: () => number;
  /** Has room for so many from now on, if that is more than now. */
  grow(size: number): void;
}

/** @param size a power of two: a number drives out the one that it shares its low bits with */
export function directMappedCache<T>(size: number): DirectMappedCache<T> {
  let numbers = new Float64Array(size).fill(-1);
  let values = new Array<T | undefined>(size).fill(undefined);
  let mask = size - 1;
  const set = (number: number, value: T): void => {
    numbers[number & mask] = number;
    values[number & mask] = value;
  };
  return {
    get: (number) => (numbers[number & mask] === number ? values[number & mask] : undefined),
    set,
    take: (number) => {
      const place = number & mask;
      if (numbers[place] !== number) return undefined;
      const value = values[place];
      numbers[place] = -1;
      values[place] = undefined;
      return value;
    },
    evictedBy: (number) => numbers[number & mask] as number,
    room: () => mask + 1,
    grow: (wanted) => {
      const old = { numbers, values };
      let room = mask + 1;
      while (room < wanted) room *= 2;
      if (room === mask + 1) return;
      numbers = new Float64Array(room).fill(-1);
      values = new Array<T | undefined>(room).fill(undefined);
      mask = room - 1;
      old.numbers.forEach((number, i) => {
        if (number >= 0) set(number, old.values[i] as T);
      });
    },
  };
}
