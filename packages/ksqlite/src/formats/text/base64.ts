const BLANKS = /[\t\n\r ]+/g;
const PADDING = /={1,2}$/;
const FOREIGN = /[^A-Za-z0-9+/]/;

/**
 * Base64 as Jackson's default variant reads it: padding is required, blanks are skipped. (Node's own decoder takes
 * anything.) Undefined where it is not Base64.
 */
export function parseBase64(text: string): Buffer | undefined {
  const dense = text.replace(BLANKS, '');
  if (dense.length % 4 !== 0 || FOREIGN.test(dense.replace(PADDING, ''))) return undefined;
  return Buffer.from(dense, 'base64');
}
