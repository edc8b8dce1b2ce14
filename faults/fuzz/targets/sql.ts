import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  formatError,
  formatStatement,
  KsqlError,
  parseStatements,
  splitStatements,
  substituteVariables,
} from 'ksqlite/internals';
import { type FuzzTarget, holds } from '../fuzz-target.ts';
import { SQL_WORDS } from '../words.ts';

export const sqlTarget: FuzzTarget = {
  name: 'sql',
  about: 'SQL text: lexer, parser, printer',
  open: async (checkout) => ({
    seeds: sqlSeeds(checkout),
    words: SQL_WORDS,
    take: (input) => {
      const text = input.toString('utf8');
      coded(text, () => splitStatements(text));
      coded(text, () => substituteVariables(text, VARIABLES));
      coded(text, () => {
        for (const { statement } of parseStatements(text)) {
          const printed = formatStatement(statement);
          const again = parseStatements(printed);
          holds(
            again.length === 1 && again[0] !== undefined && formatStatement(again[0].statement) === printed,
            () => `what is printed reads otherwise: ${printed.slice(0, 200)}`,
          );
        }
      });
    },
  }),
};

const VARIABLES = new Map([
  ['v', 'x'],
  ['quote', "'"],
]);

/** Runs, or is refused with a code and a place inside the text. */
export function coded(text: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof KsqlError)) throw error;
    const { at, source } = error;
    if (at !== undefined) {
      const length = (source ?? text).length;
      holds(
        at.offset >= 0 && at.offset + at.length <= length,
        () => `a place outside the text: ${JSON.stringify(at)}`,
      );
    }
    const shown = formatError(error);
    holds(
      !/undefined|\[object|NaN:/.test(
        shown
          .replaceAll(source ?? '', '')
          .slice(0, 200)
          .replace(/\n.*/s, ''),
      ) || /undefined|object|NaN/i.test(text),
      () => `a message with a hole: ${shown.slice(0, 200)}`,
    );
    holds(shown.length < 5_000 + (error.hint?.length ?? 0), () => 'an endless message');
  }
}

/** The files of ksql/, the examples of docs/sql.md and the statements of the recorded cases. */
export function sqlSeeds(checkout: string): readonly Buffer[] {
  const read = (path: string): string => readFileSync(join(checkout, path), 'utf8');
  const files = readdirSync(join(checkout, 'ksql')).filter((name) => name.endsWith('.sql'));
  const scripts = files
    .map((name) => read(`ksql/${name}`))
    .flatMap((text) => splitStatements(text).map((piece) => piece.text));
  const examples = [...read('docs/sql.md').matchAll(/```sql\n(.*?)```/gs)].map((match) => match[1] ?? '');
  const cases = CASES.flatMap((name) => statementsIn(read(`packages/ksqlite/test/cases/${name}`)));
  return [...new Set([...scripts, ...examples, ...cases])].map((text) => Buffer.from(text));
}

const CASES = ['recorded-first.json', 'recorded-more.json', 'recorded-joins.json', 'recorded-tables.json'];

const statementsIn = (json: string): readonly string[] =>
  (JSON.parse(json) as readonly { readonly statements: readonly string[] }[]).flatMap(
    (one) => one.statements,
  );
