/** A field whose texts are looked for in the bytes of a JSON value. */
export interface TextField {
  readonly name: Buffer;
  /** in how many objects it stands; arrays don't count */
  readonly depth: number;
}

export function textField(name: string, depth: number): TextField {
  return { name: Buffer.from(name), depth };
}

/**
 * The texts of a field in JSON, in order, in one pass over the bytes: several times as fast as parsing, and parsing
 * every record is what the ledger would spend its time on.
 *
 * @returns undefined where bytes alone don't tell (an escape anywhere, a value of the field that is no text): then parse
 */
export function textsIn(json: Buffer, field: TextField): string[] | undefined {
  const texts: string[] = [];
  let depth = 0;
  for (let i = 0; i < json.length; i++) {
    const byte = json[i];
    if (byte === OPEN) depth += 1;
    else if (byte === CLOSE) depth -= 1;
    else if (byte === QUOTE) {
      const end = textEnd(json, i + 1);
      if (end < 0) return undefined;
      const isField = depth === field.depth && isName(json, i + 1, end, field.name);
      i = end;
      if (!isField || json[i + 1] !== COLON) continue;
      if (json[i + 2] !== QUOTE) return undefined;
      const valueEnd = textEnd(json, i + 3);
      if (valueEnd < 0) return undefined;
      texts.push(json.toString('utf8', i + 3, valueEnd));
      i = valueEnd;
    }
  }
  return texts;
}

const COLON = 0x3a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** Where the text that begins at `start` ends; -1 where there is an escape in it, or no end. */
function textEnd(json: Buffer, start: number): number {
  for (let i = start; i < json.length; i++) {
    if (json[i] === QUOTE) return i;
    if (json[i] === BACKSLASH) return -1;
  }
  return -1;
}

function isName(json: Buffer, start: number, end: number, name: Buffer): boolean {
  if (end - start !== name.length) return false;
  for (let i = 0; i < name.length; i++) if (json[start + i] !== name[i]) return false;
  return true;
}
