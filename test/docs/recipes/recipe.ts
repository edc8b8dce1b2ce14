/** CONTRIBUTING's recipes as data: the changes that a reader makes, in their order, and the tests that he runs. */
import { textOf } from '../documents.ts';

export interface Recipe {
  readonly name: string;
  readonly steps: readonly Step[];
}

export type Step = Change | FailingBuild | TestRun;

/** A block with a path: a whole file, or lines of one. */
export interface Change {
  readonly kind: 'file' | 'diff';
  readonly path: string;
  readonly text: string;
}

/** A table of the files in which the build fails now. */
export interface FailingBuild {
  readonly kind: 'failing build';
  readonly files: readonly string[];
}

/** `npm test -- …` */
export interface TestRun {
  readonly kind: 'tests';
  readonly paths: readonly string[];
}

/** The recipe of a name, such as `Add a function`. */
export function recipeNamed(name: string): Recipe {
  const [, rest] = textOf('CONTRIBUTING.md').split(`\n### ${name}\n`);
  if (rest === undefined) throw new Error(`CONTRIBUTING.md has no recipe "${name}"`);
  const [text = ''] = rest.split(/^##+ /m);
  const blocks = /^```(\w+) ?(.*)\n([\s\S]*?)^```$|((?:^\| `\S+` \| .*\n)+)/gm;
  const steps = [...text.matchAll(blocks)].flatMap(
    ([, language = '', info = '', body = '', table]): Step[] => {
      if (table !== undefined) return [{ kind: 'failing build', files: filesOf(table) }];
      if (language === 'sh') return testRuns(body);
      return [{ kind: language === 'diff' ? 'diff' : 'file', path: info, text: body }];
    },
  );
  return { name, steps };
}

const filesOf = (table: string): readonly string[] =>
  [...table.matchAll(/^\| `(\S+)` \|/gm)].map(([, file = '']) => file);

const testRuns = (commands: string): TestRun[] =>
  [...commands.matchAll(/^npm test -- (.+)$/gm)].map(([, paths = '']) => ({
    kind: 'tests',
    paths: paths.split(' '),
  }));

/**
 * The text of a file after a change.
 *
 * @param before undefined: there is no such file
 * @throws Error when the lines are not there, or more than once
 */
export function apply({ kind, path, text }: Change, before: string | undefined): string {
  if (kind === 'file') {
    if (before !== undefined) throw new Error(`${path} is there already`);
    return text;
  }
  if (before === undefined) throw new Error(`there is no ${path}`);
  return text.split(/^@@\n/m).reduce((file, hunk) => replaceOnce(path, file, hunk), before);
}

function replaceOnce(path: string, file: string, hunk: string): string {
  const lines = hunk.split('\n').slice(0, -1);
  const having = (marks: string): string =>
    lines
      .filter((line) => line === '' || marks.includes(line.charAt(0)))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const [old, wanted] = [having(' -'), having(' +')];
  const pieces = `\n${file}`.split(`\n${old}`);
  if (pieces.length !== 2)
    throw new Error(`${path} has these lines ${pieces.length - 1} times instead of once:\n${old}`);
  return pieces.join(`\n${wanted}`).slice(1);
}
