/**
 * A file of ksqlDB's SQL testing tool, cut into its tests: each begins with `--@test: name`.
 *
 * Source of the rule: ksqlDB's SqlTestLoader. There a mistake in one test keeps the whole file from running; here it is that test's alone.
 */
import { splitStatements } from '../../sql/split-statements.ts';
import { directivesOf } from './directives.ts';
import type { SqlTest } from './sql-test.ts';

/** Directives that may stand in front of the first test. */
const HEAD_TYPES: readonly string[] = ['define', 'run'];

/** The name of what is no test. */
const STRAY = 'statements before the first --@test';

/**
 * @param file as messages name it
 * @returns none where the text has no `--@test`: it is no test file
 */
export function readSqlTests(text: string, file: string): readonly SqlTest[] {
  const directives = directivesOf(text);
  const starts = directives.filter(({ type }) => type === 'test');
  const first = starts[0]?.start ?? 0;
  const head = directives.filter(({ type, start }) => HEAD_TYPES.includes(type) && start < first);
  const tests: SqlTest[] = [];
  if (first > 0 && splitStatements(text.slice(0, first)).length > 0)
    tests.push({ file, name: STRAY, line: 1, text: text.slice(0, first), head: [], isStray: true });
  let line = 1;
  let counted = 0;
  starts.forEach(({ contents: name, start }, i) => {
    for (let at = text.indexOf('\n', counted); at !== -1 && at < start; at = text.indexOf('\n', counted)) {
      line += 1;
      counted = at + 1;
    }
    tests.push({ file, name, line, text: text.slice(start, starts[i + 1]?.start), head });
  });
  return tests;
}
