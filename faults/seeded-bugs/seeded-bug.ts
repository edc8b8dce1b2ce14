import type { ScenarioKind } from '../simulator/scenario.ts';

/** A bug put in by hand: in `file` the text `find`, which is there once, becomes `put`. */
export interface SeededBug {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly put: string;
  /** what the runs attack that look for it; undefined: what they attack otherwise */
  readonly kind?: ScenarioKind;
}

/** The file's text with the bug in it. Throws when `find` is not there exactly once: the code has changed, and the bug must follow. */
export function withBug({ name, file, find, put }: SeededBug, text: string): string {
  const [before, after, ...more] = text.split(find);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`seeded bug "${name}": ${file} does not have exactly one ${JSON.stringify(find)}`);
  return before + put + after;
}
