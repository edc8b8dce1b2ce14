import { array, STRING } from '../../../types/sql-type.ts';
import { FunctionError } from '../../function-error.ts';
import { checkPattern } from '../../signature/constant-pattern.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { int, text } from '../../signature/parameter.ts';
import { type Resolution, strictTyped } from '../../signature/variant.ts';
import { endOf, groupOf, javaRegex, type RegexMatch, startOf } from '../../values/java/regex/java-regex.ts';
import { replacement } from '../../values/java/regex/replacement.ts';
import { lastMemo } from '../../values/last-memo.ts';

const category = 'REGULAR EXPRESSION';

/** The code that compiles patterns: a constant one, argument number `argument`, is checked at once. */
function compiler(resolution: Resolution, argument: number) {
  const compiled = lastMemo(javaRegex);
  checkPattern(resolution, argument, compiled);
  return compiled;
}

function group(match: RegexMatch, number: number): string | null {
  if (number < 0) throw new FunctionError(`No group ${number}`);
  return groupOf(match, number);
}

function extractor(resolution: Resolution): (pattern: string, value: string, group: number) => string | null {
  const compiled = compiler(resolution, 0);
  return (pattern, value, number) => {
    const regex = compiled(pattern);
    if (number > regex.groups) return null;
    const match = regex.first(value);
    return match === undefined ? null : group(match, number);
  };
}

/** scalar-functions.md#regexp_extract: the first match, or a group of it; NULL where there is none. */
export const regexpExtract = defineScalar('REGEXP_EXTRACT', category, 'The first match of a pattern.', [
  strictTyped([text, text], STRING, (resolution) => {
    const extract = extractor(resolution);
    return (pattern, value) => extract(pattern, value, 0);
  }),
  strictTyped([text, text, int], STRING, extractor),
]);

function allExtractor(
  resolution: Resolution,
): (pattern: string, value: string, group: number) => (string | null)[] | null {
  const compiled = compiler(resolution, 0);
  return (pattern, value, number) => {
    const regex = compiled(pattern);
    if (number > regex.groups) return null;
    return Array.from(regex.all(value), (match) => group(match, number));
  };
}

/** scalar-functions.md#regexp_extract_all */
export const regexpExtractAll = defineScalar('REGEXP_EXTRACT_ALL', category, 'All matches of a pattern.', [
  strictTyped([text, text], array(STRING), (resolution) => {
    const extract = allExtractor(resolution);
    return (pattern, value) => extract(pattern, value, 0);
  }),
  strictTyped([text, text, int], array(STRING), allExtractor),
]);

/** scalar-functions.md#regexp_replace: `$1` in the new text stands for the first group. */
export const regexpReplace = defineScalar(
  'REGEXP_REPLACE',
  category,
  'With every match of a pattern replaced.',
  [
    strictTyped([text, text, text], STRING, (resolution) => {
      const compiled = compiler(resolution, 1);
      return (value, pattern, by) => {
        const regex = compiled(pattern);
        let write: ((match: RegexMatch) => string) | undefined;
        let result = '';
        let from = 0;
        for (const match of regex.all(value)) {
          // a replacement that names no group fails where there is something to replace
          write ??= replacement(by, regex);
          result += value.slice(from, startOf(match)) + write(match);
          from = endOf(match);
        }
        return result + value.slice(from);
      };
    }),
  ],
);

/** `Pattern.split`: no empty text where a match of nothing begins the text, and none at the end. */
function splitByPattern(value: string, matches: Iterable<RegexMatch>): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const match of matches) {
    if (endOf(match) === 0) continue;
    parts.push(value.slice(from, startOf(match)));
    from = endOf(match);
  }
  parts.push(value.slice(from));
  while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts;
}

/** Guava's `Splitter.on(pattern)`: a match of nothing where a part begins does not end the part. */
function splitByGuava(value: string, find: (from: number) => RegexMatch | undefined): string[] {
  const parts: string[] = [];
  let from = 0;
  let search = 0;
  while (search <= value.length) {
    const match = find(search);
    if (match === undefined) break;
    if (endOf(match) === from) {
      search = endOf(match) + 1;
      continue;
    }
    parts.push(value.slice(from, startOf(match)));
    from = endOf(match);
    search = from;
  }
  parts.push(value.slice(from));
  return parts;
}

/** scalar-functions.md#regexp_split_to_array: by `Pattern.split` where the pattern matches nothing, else by Guava. */
export const regexpSplitToArray = defineScalar(
  'REGEXP_SPLIT_TO_ARRAY',
  category,
  'The parts between matches.',
  [
    strictTyped([text, text], array(STRING), (resolution) => {
      const compiled = compiler(resolution, 1);
      const matchesNothing = lastMemo((pattern: string) => compiled(pattern).first('') !== undefined);
      return (value, pattern) => {
        const regex = compiled(pattern);
        return matchesNothing(pattern)
          ? splitByPattern(value, regex.all(value))
          : splitByGuava(value, regex.finder(value));
      };
    }),
  ],
);
