/** Which share of the generated cars is what; the rest is complete and in time. Together at most 1. */
export interface Mix {
  /** lacks at least one part */
  readonly missing: number;
  /** has all seven parts, one or two of them 7 s after the first */
  readonly late: number;
  /** complete, one or two parts delivered twice (the same id) */
  readonly doubled: number;
  /** complete, plus a second, different part for a place already taken (another id) */
  readonly surplus: number;
}

export const DEFAULT_MIX: Mix = { missing: 0.15, late: 0.05, doubled: 0.05, surplus: 0.02 };

/** What a car of the generator turns out to be. */
export type CarKind = 'complete' | keyof Mix;

/** The kind that a number `u` in [0, 1) falls on. */
export function kindAt(mix: Mix, u: number): CarKind {
  let upTo = 0;
  for (const kind of ['missing', 'late', 'doubled', 'surplus'] as const) {
    upTo += mix[kind];
    if (u < upTo) return kind;
  }
  return 'complete';
}
