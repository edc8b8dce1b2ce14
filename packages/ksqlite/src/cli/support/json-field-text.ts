const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN: ReadonlySet<number> = new Set([0x7b, 0x5b]);
const CLOSE: ReadonlySet<number> = new Set([0x7d, 0x5d]);

/**
 * The text of a field of an object, as it stands: JSON.parse would make null of 1e400 and lose the last digits of long
 * numbers. Of fields with one name the last counts. Undefined where there is none.
 *
 * @param json an object that JSON.parse has accepted
 */
export function jsonFieldText(json: string, name: string): string | undefined {
  let depth = 0;
  let field: string | undefined;
  let valueStart = -1;
  let last: string | undefined;
  let found: string | undefined;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) {
      const end = stringEnd(json, at);
      if (depth === 1 && valueStart < 0) last = json.slice(at, end + 1);
      at = end;
    } else if (OPEN.has(code)) depth++;
    else if (depth === 1 && valueStart < 0 && code === COLON) {
      field = JSON.parse(last ?? '""') as string;
      valueStart = at + 1;
    } else if (depth === 1 && (code === COMMA || CLOSE.has(code))) {
      if (field === name && valueStart >= 0) found = json.slice(valueStart, at).trim();
      valueStart = -1;
      if (code !== COMMA) depth--;
    } else if (CLOSE.has(code)) depth--;
  }
  return found;
}

function stringEnd(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return json.length;
}
