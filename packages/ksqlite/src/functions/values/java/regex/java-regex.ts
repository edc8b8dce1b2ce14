import { compileRegex } from './compile.ts';
import { type Budget, budgetFor, Matcher } from './matcher.ts';
import { parseRegex } from './parse.ts';

/**
 * Regular expressions as `java.util.regex` of JDK 17 has them: pattern → tree (parse.ts) → program (compile.ts) → matches
 * (matcher.ts). The same match and the same groups as Java, but never for long: a match that would take more than some
 * millions of steps fails (RegexBudgetError), and for patterns without lookaround, references back and atomic groups
 * the steps are linear in the text.
 *
 * Not done, and an UnsupportedPatternError: `\X`, `\N{…}`, `\b{g}`, blocks (`\p{InGreek}`), the flag U.
 */
export interface JavaRegex {
  /** How many groups capture. */
  readonly groups: number;
  /** The numbers of groups by their names. */
  readonly names: ReadonlyMap<string, number>;
  /** The first match. */
  first(text: string): RegexMatch | undefined;
  /** All matches, one after the other; behind an empty one the search begins one char further on. */
  all(text: string): Iterable<RegexMatch>;
  /** A search from any position, as `Matcher.find(int)`; the calls share their steps. */
  finder(text: string): (from: number) => RegexMatch | undefined;
}

/** Start and end of each group, the whole match first; −1 for a group that took no part. */
export interface RegexMatch {
  readonly text: string;
  readonly captures: Int32Array;
}

/** Throws RegexSyntaxError or UnsupportedPatternError. */
export function javaRegex(pattern: string): JavaRegex {
  const parsed = parseRegex(pattern);
  const program = compileRegex(parsed);
  const finder = (text: string, budget: Budget) => {
    const matcher = new Matcher(program, text, budget);
    return (from: number, lastEnd: number): RegexMatch | undefined =>
      matcher.find(from, lastEnd) ? { text, captures: matcher.captures.slice() } : undefined;
  };
  return {
    groups: parsed.groups,
    names: parsed.names,
    first: (text) => finder(text, budgetFor(text))(0, 0),
    *all(text) {
      const find = finder(text, budgetFor(text));
      let from = 0;
      let lastEnd = 0;
      for (;;) {
        const match = find(from, lastEnd);
        if (match === undefined) return;
        yield match;
        lastEnd = endOf(match);
        from = lastEnd === startOf(match) ? lastEnd + 1 : lastEnd;
      }
    },
    finder: (text) => {
      const find = finder(text, budgetFor(text));
      return (from) => find(from, from);
    },
  };
}

export const startOf = ({ captures }: RegexMatch): number => captures[0] as number;
export const endOf = ({ captures }: RegexMatch): number => captures[1] as number;

/** The text of a group; null when it took no part. */
export function groupOf({ text, captures }: RegexMatch, group: number): string | null {
  const start = captures[2 * group] as number;
  return start < 0 ? null : text.slice(start, captures[2 * group + 1]);
}
