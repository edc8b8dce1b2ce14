import { isReserved } from '../lexer/keywords.ts';

/** They begin a constructor where a column could stand, so they are always quoted. */
const CONSTRUCTORS: ReadonlySet<string> = new Set(['ARRAY', 'MAP', 'STRUCT']);

/** Digits may come first in ksqlDB, but not everywhere: `A.1B` reads as A and .1 and B. */
const UNQUOTED = /^[A-Z_][A-Z0-9_@]*$/;

/** A name, in backticks only when it would be read as something else without them. */
export function formatName(name: string): string {
  const plain = UNQUOTED.test(name) && !isReserved(name) && !CONSTRUCTORS.has(name);
  return plain ? name : quoteName(name);
}

/** A name in backticks. */
export const quoteName = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** A string in single quotes. */
export const formatString = (value: string): string => `'${value.replaceAll("'", "''")}'`;
