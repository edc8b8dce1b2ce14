/** Offsets `from` ≤ o < `to`. */
export interface OffsetRange {
  readonly from: number;
  readonly to: number;
}

const RANGE = /^([0-9a-z]+)(?:\+([0-9a-z]+))?$/;

/**
 * Ascending, disjoint ranges beyond `base` as a short text: per range the gap before it and, when it is longer than
 * one, `+` and by how much; base 36. `[6,11)` and `[13,14)` beyond 5: `1+4,2`.
 */
export function encodeRanges(base: number, ranges: readonly OffsetRange[]): string {
  let at = base;
  return ranges
    .map(({ from, to }) => {
      const gap = (from - at).toString(36);
      const more = to - from - 1;
      at = to;
      return more === 0 ? gap : `${gap}+${more.toString(36)}`;
    })
    .join(',');
}

/** The reverse of `encodeRanges`. Throws on a text that it can't have written: guessing would do records twice. */
export function decodeRanges(base: number, text: string): readonly OffsetRange[] {
  if (text === '') return [];
  let at = base;
  return text.split(',').map((part) => {
    const [, gap, more = '0'] = RANGE.exec(part) ?? [];
    if (gap === undefined) throw new Error(`not a list of offsets: ${JSON.stringify(text.slice(0, 100))}`);
    const from = at + Number.parseInt(gap, 36);
    const to = from + Number.parseInt(more, 36) + 1;
    if (!Number.isSafeInteger(to)) throw new Error(`an offset is out of range: ${text.slice(0, 100)}`);
    at = to;
    return { from, to };
  });
}

/** The most characters that `count` ranges within `span` offsets can take. */
export function longestEncoding(count: number, span: number): number {
  const digits = span.toString(36).length;
  return count * (2 * digits + 2);
}
