/** A narrower column of text is of no use. */
const NARROWEST = 8;

/**
 * Widths of columns side by side, `gap` apart, in `total`. The widest give way first. undefined when it can't be done
 * with columns that one can read: then rows are better shown one below the other.
 */
export function columnWidths(
  natural: readonly number[],
  total: number,
  gap: number,
): readonly number[] | undefined {
  const room = total - gap * (natural.length - 1);
  if (sum(natural) <= room) return natural;
  const narrow = natural.map((width) => Math.min(width, NARROWEST));
  if (sum(narrow) > room) return undefined;
  const most = largest(NARROWEST, Math.max(...natural), (limit) => sum(limited(natural, limit)) <= room);
  // What is left over goes to the columns that were cut, a character each.
  let spare = room - sum(limited(natural, most));
  return natural.map((width) => {
    if (width <= most || spare === 0) return Math.min(width, most);
    spare--;
    return most + 1;
  });
}

const limited = (widths: readonly number[], limit: number): readonly number[] =>
  widths.map((width) => Math.min(width, limit));
const sum = (widths: readonly number[]): number => widths.reduce((total, width) => total + width, 0);

/** The largest number in the range that fits; the smallest does. */
function largest(from: number, to: number, fits: (limit: number) => boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
