/** What was put in last, by number. */
export interface LastOnes<T> {
  get(number: number): T | undefined;
  set(number: number, value: T): void;
}

/** @param size a power of two: a number drives out the one that it shares its low bits with */
export function lastOnes<T>(size: number): LastOnes<T> {
  const numbers = new Float64Array(size).fill(-1);
  const values = new Array<T | undefined>(size).fill(undefined);
  return {
    get: (number) => (numbers[number & (size - 1)] === number ? values[number & (size - 1)] : undefined),
    set: (number, value) => {
      numbers[number & (size - 1)] = number;
      values[number & (size - 1)] = value;
    },
  };
}
