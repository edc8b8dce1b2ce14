/** Values by numbers that count up, until they are taken: nearly all are taken soon, in about the order they came. */
export interface WaitingOnes<T> {
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
export function waitingOnes<T>(most: number, isOver: (number: number) => boolean): WaitingOnes<T> {
  let numbers = new Float64Array(1);
  let values = emptyPlaces<T>(1);
  let mask = 0;

  const put = (number: number, value: T): void => {
    numbers[number & mask] = number;
    values[number & mask] = value;
  };
  const isTaken = (place: number): boolean =>
    values[place] !== undefined && !isOver(numbers[place] as number);
  const grow = (): void => {
    const old = { numbers, values };
    const room = (mask + 1) * 2;
    numbers = new Float64Array(room);
    values = emptyPlaces(room);
    mask = room - 1;
    for (let place = 0; place < old.values.length; place++) {
      const value = old.values[place];
      if (value !== undefined) put(old.numbers[place] as number, value);
    }
  };

  return {
    get: (number) => (numbers[number & mask] === number ? values[number & mask] : undefined),
    set: (number, value) => {
      while (mask < most && isTaken(number & mask)) grow();
      put(number, value);
    },
    take: (number) => {
      const place = number & mask;
      if (numbers[place] !== number) return undefined;
      const value = values[place];
      values[place] = undefined;
      return value;
    },
  };
}

const emptyPlaces = <T>(room: number): (T | undefined)[] => new Array<T | undefined>(room).fill(undefined);
