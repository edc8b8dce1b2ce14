import { isUtf8 } from 'node:buffer';
import { DeserializationError } from '../../codec.ts';
import type { Json } from '../json-tree.ts';

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
 * refused here; differs: text-behind-json.) The message never quotes the text: ksqlDB keeps data out of its processing log.
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

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at);
    else if (code === OBJECT || code === ARRAY) deepest = Math.max(deepest, ++depth);
    else if (code === OBJECT_END || code === ARRAY_END) depth--;
  }
  return deepest;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;
const ARRAY = 0x5b;
const ARRAY_END = 0x5d;

/** Where the string that begins at `start` ends: at its quote, or with the text. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return text.length;
}
