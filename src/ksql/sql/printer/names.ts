import { isReserved } from '../lexer/keywords.ts';

/** They begin a constructor where a column could stand, so they are always quoted. */
const CONSTRUCTORS: ReadonlySet<string> = new Set(['ARRAY', 'MAP', 'STRUCT']);

/** Digits may come first, if the whole is no number. */
const UNQUOTED = /^(?:[A-Z_]|[0-9]+(?!E?[0-9]*$)[A-Z_@])[A-Z0-9_@]*$/;

/** A name, in backticks only when it would be read as something else without them. */
export function formatName(name: string): string {
  const plain = UNQUOTED.test(name) && !isReserved(name) && !CONSTRUCTORS.has(name);
  return plain ? name : quoteName(name);
}

/** A name in backticks. */
export const quoteName = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** A string in single quotes. */
export const formatString = (value: string): string => `'${value.replaceAll("'", "''")}'`;
