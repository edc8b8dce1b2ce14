/**
 * The candidate that a typing slip or two turn into `word`, if there is one. Short words must be nearer: IN is no
 * slip for ON.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  // Beyond this, no keyword is near, and the table of distances would cost more than the answer is worth.
  if (word.length > 40) return undefined;
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const allowed = Math.max(word.length, candidate.length) <= 4 ? 1 : 2;
    if (Math.abs(word.length - candidate.length) > allowed) continue;
    const distance = editDistance(word, candidate);
    if (distance > 0 && distance <= allowed && distance < bestDistance && isLikely(word, candidate)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** In a word of two letters, only their order can have slipped. */
const isLikely = (word: string, candidate: string): boolean =>
  candidate.length > 2 || (word.length === 2 && word[0] === candidate[1] && word[1] === candidate[0]);

/** Letters to insert, drop, change or swap with a neighbour to turn `a` into `b`. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? (beforeLast[j - 2] ?? 0) + 1 : change;
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, change, swap));
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
