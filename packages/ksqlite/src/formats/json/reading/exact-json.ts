import { DeserializationError } from '../../codec.ts';
import { type Json, NumberText } from '../json-tree.ts';

/** Jackson's limit on a number's length (`StreamReadConstraints`). */
const LONGEST_NUMBER = 1000;
const NUMBER = /[-+.0-9eE]+/y;
const BLANKS = /[\t\n\r ]*/y;

/**
 * Parses a text that JSON.parse has accepted (so nothing is checked again), and whose depth is known to be modest,
 * keeping every number's text and the order of every object's keys: JSON.parse has neither.
 */
export function parseExactly(text: string): Json {
  let at = 0;

  const skipBlanks = (): void => {
    const code = text.charCodeAt(at);
    if (code > 0x20) return;
    BLANKS.lastIndex = at;
    BLANKS.test(text);
    at = BLANKS.lastIndex;
  };

  const value = (): Json => {
    skipBlanks();
    switch (text[at]) {
      case '{':
        return object();
      case '[':
        return array();
      case '"':
        return string();
      case 't':
        at += 4;
        return true;
      case 'f':
        at += 5;
        return false;
      case 'n':
        at += 4;
        return null;
      default:
        return number();
    }
  };

  const object = (): Json => {
    const fields = new Map<string, Json>();
    at++;
    skipBlanks();
    while (text[at] !== '}') {
      const name = string();
      skipBlanks();
      at++; // the colon
      fields.set(name, value());
      skipSeparator();
    }
    at++;
    return fields;
  };

  const array = (): Json => {
    const items: Json[] = [];
    at++;
    skipBlanks();
    while (text[at] !== ']') {
      items.push(value());
      skipSeparator();
    }
    at++;
    return items;
  };

  const skipSeparator = (): void => {
    skipBlanks();
    if (text[at] !== ',') return;
    at++;
    skipBlanks();
  };

  const string = (): string => {
    const start = at;
    let end = text.indexOf('"', start + 1);
    while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
    at = end + 1;
    const inner = text.slice(start + 1, end);
    return inner.includes('\\') ? (JSON.parse(text.slice(start, at)) as string) : inner;
  };

  const number = (): NumberText => {
    NUMBER.lastIndex = at;
    const digits = NUMBER.exec(text)?.[0] ?? '';
    if (digits.length > LONGEST_NUMBER) throw new DeserializationError('A number has too many digits');
    at += digits.length;
    return new NumberText(digits);
  };

  return value();
}

/** Whether the quote is part of the string: an odd number of backslashes stands before it. */
function isEscaped(text: string, quote: number): boolean {
  let before = quote - 1;
  while (text[before] === '\\') before--;
  return (quote - before) % 2 === 0;
}
