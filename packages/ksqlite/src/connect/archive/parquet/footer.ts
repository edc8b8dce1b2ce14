/** What ends a Parquet file: the footer's length in four bytes, and `PAR1`. */
const TAIL_BYTES = 8;

/**
 * The number that a Parquet file's footer has in its metadata under a key; undefined: it does not have it, or is not such a file. Key
 * and value are two texts one after the other there, each after its length, the second as the field behind the first (thrift's
 * compact protocol).
 */
export function footerNumber(file: Buffer, key: string): number | undefined {
  if (file.length < TAIL_BYTES || file.toString('latin1', file.length - 4) !== 'PAR1') return undefined;
  const end = file.length - TAIL_BYTES;
  const footer = file.toString('latin1', Math.max(0, end - file.readUInt32LE(end)), end);
  // the metadata comes last: a text of the records' that looks like it is before it
  const at = footer.lastIndexOf(`${key}\x18`);
  if (at < 0) return undefined;
  const value = at + key.length + 2;
  const digits = footer.slice(value, value + footer.charCodeAt(value - 1));
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
}
