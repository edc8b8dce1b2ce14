import { formatName } from '../printer/names.ts';
import { nearest } from './nearest.ts';

/**
 * What to write instead of a name that there is not. A name that differs in case alone is the one that was meant: a name without
 * quotes is read in upper case, so one with small letters is only found in backticks.
 *
 * @param name as it is looked for: upper case unless it was quoted
 * @returns undefined: none of the known names is near
 */
export function nameHint(name: string, known: Iterable<string>): string | undefined {
  const names = [...known];
  const same = names.find((other) => other !== name && other.toUpperCase() === name.toUpperCase());
  if (same !== undefined) {
    const written = formatName(same);
    return written === same
      ? `it is ${same}: write it without quotes`
      : `there is ${written}: write it in backticks, with its letters as they are`;
  }
  const near = nearest(name, names);
  return near === undefined ? undefined : `did you mean ${formatName(near)}?`;
}
