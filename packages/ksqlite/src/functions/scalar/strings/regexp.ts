import { array, STRING } from '../../../types/sql-type.ts';
import { FunctionError } from '../../function-error.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { int, text } from '../../signature/parameter.ts';
import { strictTyped } from '../../signature/variant.ts';
import { groupCount, javaRegExp, javaReplacement } from '../../values/java/java-regexp.ts';
import { lastMemo } from '../../values/last-memo.ts';

const category = 'REGULAR EXPRESSION';

const compiler = () =>
  lastMemo((pattern: string) => {
    const regexp = javaRegExp(pattern);
    return {
      regexp,
      groups: groupCount(regexp),
      matchesNothing: new RegExp(`^(?:${regexp.source})$`, regexp.flags).test(''),
    };
  });

function checked(group: number): number {
  if (group < 0) throw new FunctionError(`No group ${group}`);
  return group;
}

function extractor(): (pattern: string, value: string, group: number) => string | null {
  const compiled = compiler();
  return (pattern, value, group) => {
    const { regexp, groups } = compiled(pattern);
    if (checked(group) > groups) return null;
    regexp.lastIndex = 0;
    return regexp.exec(value)?.[group] ?? null;
  };
}

/** scalar-functions.md#regexp_extract: the first match, or a group of it; NULL where there is none. */
export const regexpExtract = defineScalar('REGEXP_EXTRACT', category, 'The first match of a pattern.', [
  strictTyped([text, text], STRING, () => {
    const extract = extractor();
    return (pattern, value) => extract(pattern, value, 0);
  }),
  strictTyped([text, text, int], STRING, extractor),
]);

function allExtractor(): (pattern: string, value: string, group: number) => (string | null)[] | null {
  const compiled = compiler();
  return (pattern, value, group) => {
    const { regexp, groups } = compiled(pattern);
    if (checked(group) > groups) return null;
    return Array.from(value.matchAll(regexp), (match) => match[group] ?? null);
  };
}

/** scalar-functions.md#regexp_extract_all */
export const regexpExtractAll = defineScalar('REGEXP_EXTRACT_ALL', category, 'All matches of a pattern.', [
  strictTyped([text, text], array(STRING), () => {
    const extract = allExtractor();
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
    strictTyped([text, text, text], STRING, () => {
      const compiled = compiler();
      return (value, pattern, replacement) => {
        const { regexp, groups } = compiled(pattern);
        const write = javaReplacement(replacement, groups);
        let result = '';
        let from = 0;
        for (const match of value.matchAll(regexp)) {
          result += value.slice(from, match.index) + write(match);
          from = match.index + match[0].length;
        }
        return result + value.slice(from);
      };
    }),
  ],
);

/** The texts between matches. Matches of nothing split every letter and leave no empty text at either end. */
function splitAt(value: string, regexp: RegExp, dropEmpty: boolean): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const match of value.matchAll(regexp)) {
    const end = match.index + match[0].length;
    if (dropEmpty && end === 0) continue;
    parts.push(value.slice(from, match.index));
    from = end;
  }
  parts.push(value.slice(from));
  if (dropEmpty) while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts;
}

/** scalar-functions.md#regexp_split_to_array: empty parts are kept, but not for a pattern that matches nothing. */
export const regexpSplitToArray = defineScalar(
  'REGEXP_SPLIT_TO_ARRAY',
  category,
  'The parts between matches.',
  [
    strictTyped([text, text], array(STRING), () => {
      const compiled = compiler();
      return (value, pattern) => {
        const { regexp, matchesNothing } = compiled(pattern);
        return splitAt(value, regexp, matchesNothing);
      };
    }),
  ],
);
