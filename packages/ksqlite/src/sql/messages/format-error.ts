import type { KsqlError } from '../../errors/ksql-error.ts';
import { formatPosition } from '../../errors/source-position.ts';
import { sourceLine } from './source-line.ts';

/**
 * The error for a person to read:
 *
 *     ksql/003_x.sql:4:12: SQL_SYNTAX: expected JOIN, found JION
 *       FROM orders LEFT JION customers
 *                        ^^^^
 *       hint: did you mean JOIN?
 *
 * Lines about which nothing is known are left out.
 */
export function formatError(error: KsqlError): string {
  const { at, source, hint } = error;
  const place = at === undefined ? '' : `${formatPosition(at)}: `;
  const lines = [`${place}${error.code}: ${clipped(error.message)}`];
  if (at !== undefined && source !== undefined) lines.push(...sourceLine(source, at).map(indent));
  if (hint !== undefined) lines.push(indent(`hint: ${hint}`));
  return lines.join('\n');
}

/** A message names what the text names, which may be a megabyte. */
const LONGEST = 4_000;
const clipped = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST)} …`);

const indent = (line: string): string => `  ${line}`;
