import { isUtf8 } from 'node:buffer';
import { DeserializationError } from '../codec.ts';
import type { Json } from './json-tree.ts';

/** Jackson's limit (`StreamReadConstraints`). */
const DEEPEST = 1000;

/** The bytes as text; Jackson skips a byte order mark and refuses what is not UTF-8. */
export function textOf(bytes: Buffer | string): string {
  if (typeof bytes === 'string') return bytes;
  if (!isUtf8(bytes)) throw new DeserializationError('Invalid UTF-8');
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/**
 * One JSON value and nothing else. (Jackson would take anything after the value; a record with rubbish behind it is
 * refused here.) The message never quotes the text: ksqlDB keeps data out of its processing log.
 */
export function parseJson(text: string): Json {
  // A text of n chars is nested n / 2 deep at most.
  if (text.length > 2 * DEEPEST && isTooDeep(text)) throw new DeserializationError('JSON is nested too deep');
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new DeserializationError('Not a JSON value');
  }
}

function isTooDeep(text: string): boolean {
  // Brackets in strings only make this count too high: then the slow count tells.
  if (occurrences(text, '{', DEEPEST) + occurrences(text, '[', DEEPEST) <= DEEPEST) return false;
  return depthOf(text) > DEEPEST;
}

function occurrences(text: string, char: string, enough: number): number {
  let count = 0;
  for (let at = text.indexOf(char); at !== -1 && count <= enough; at = text.indexOf(char, at + 1)) count++;
  return count;
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[[{\]}]/gs;

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '{' || token === '[') deepest = Math.max(deepest, ++depth);
    else if (token === '}' || token === ']') depth--;
  }
  return deepest;
}
