import { DeserializationError } from '../codec.ts';

const QUOTE = '"';
/** '#' and ' ': a field is quoted that begins with a char up to the one, or ends with one up to the other. */
const COMMENT = 0x23;
const BLANK = 0x20;

/**
 * The fields of a text's first line that is not empty, as Apache Commons CSV reads them in its default format
 * (RFC 4180, whose other lines ksqlDB ignores): a field that begins with a quote ends with one, a doubled quote inside
 * is a quote, and only blanks may follow; a quote elsewhere is an ordinary char. Undefined where there is no such line.
 */
export function readCsv(text: string, delimiter: string): string[] | undefined {
  let at = 0;
  while (isLineEnd(text[at])) at++;
  if (at === text.length) return undefined;

  const fields: string[] = [];
  for (;;) {
    if (text[at] === QUOTE) {
      const { field, end } = quotedField(text, at, delimiter);
      fields.push(field);
      at = end;
    } else {
      const start = at;
      while (at < text.length && text[at] !== delimiter && !isLineEnd(text[at])) at++;
      fields.push(text.slice(start, at));
    }
    if (text[at] !== delimiter) break;
    at++;
  }
  if (at < text.length && !isLineEnd(text[at])) throw malformed();
  return fields;
}

function quotedField(text: string, start: number, delimiter: string): { field: string; end: number } {
  let field = '';
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf(QUOTE, from);
    if (quote === -1) throw malformed();
    field += text.slice(from, quote);
    if (text[quote + 1] !== QUOTE) {
      let end = quote + 1;
      while ((text[end] === ' ' || text[end] === '\t') && text[end] !== delimiter) end++;
      return { field, end };
    }
    field += QUOTE;
    from = quote + 2;
  }
}

const isLineEnd = (char: string | undefined): boolean => char === '\n' || char === '\r';

const malformed = (): DeserializationError => new DeserializationError('Malformed CSV');

/** A line of fields, quoted only where the library quotes (`QuoteMode.MINIMAL`); null is printed as nothing. */
export function writeCsv(fields: readonly (string | null)[], delimiter: string): string {
  return fields
    .map((field, i) => (field !== null && needsQuotes(field, delimiter, i === 0) ? quoted(field) : field))
    .join(delimiter);
}

/** Commons CSV 1.4 also quotes a first field that does not begin with a letter or digit (so `"-1"`, but not `2,-1`). */
function needsQuotes(field: string, delimiter: string, isFirst: boolean): boolean {
  if (field === '') return isFirst;
  if (isFirst && !/^[0-9A-Za-z]/.test(field)) return true;
  return (
    field.charCodeAt(0) <= COMMENT ||
    field.charCodeAt(field.length - 1) <= BLANK ||
    /["\r\n]/.test(field) ||
    field.includes(delimiter)
  );
}

const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;
