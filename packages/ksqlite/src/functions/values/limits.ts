import { FunctionError } from '../function-error.ts';

/*
 * What one value may be that an expression makes. A statement is one of many in its process: without these, a short text
 * such as ARRAY_LENGTH(GENERATE_SERIES(1, 100000000)) would hold up all of them, or take all memory. They are far above what
 * a record of Kafka may be (1 MiB, unless a broker is told otherwise). Past them the expression fails for its record.
 */

/** Of a STRING, in UTF-16 units, and of BYTES. */
export const MOST_CHARACTERS = 8 * 1024 * 1024;
/** Elements of an ARRAY, entries of a MAP. */
export const MOST_ITEMS = 1_000_000;

/** @param length of a text or of bytes. Throws FunctionError. */
export function checkLength(length: number): void {
  if (length > MOST_CHARACTERS)
    throw new FunctionError(`The result has ${length} characters, at most ${MOST_CHARACTERS} are made`);
}

/** @param count of elements or entries. Throws FunctionError. */
export function checkItems(count: number): void {
  if (count > MOST_ITEMS)
    throw new FunctionError(`The result has ${count} elements, at most ${MOST_ITEMS} are made`);
}
