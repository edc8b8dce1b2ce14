import { parseStatements } from '../../../sql/parser/parse.ts';
import { formatStatement } from '../../../sql/printer/format-statement.ts';
import { ANY_NAMED_TYPE } from '../../../types/named-types.ts';
import type { StatementChange } from '../changes/statement-diff.ts';
import type { AppliedScript } from './applied-scripts.ts';
import { rehearse } from './rehearse.ts';
import type { SqlScript } from './sql-scripts.ts';

/**
 * CREATE OR REPLACE for the changed statements, in one line each, if ksqlDB's upgrade rules take all of them; none where they
 * do not, or where more than that differs. Tried in memory, where every statement is that was applied.
 */
export async function replacements(
  before: readonly SqlScript[],
  applied: AppliedScript,
  changes: readonly StatementChange[],
  now: () => number,
): Promise<readonly string[]> {
  const texts = changes.map((change) =>
    change.kind === 'changed' ? replacing(change.now.printed) : undefined,
  );
  const wanted = texts.filter((text) => text !== undefined);
  if (applied.text === undefined || wanted.length < texts.length) return [];
  try {
    const { folder, name, sha256, text } = applied;
    const database = await rehearse([...before, { folder, name, sha256, text }], now);
    try {
      for (const statement of wanted) await database.execute(statement);
      return wanted;
    } finally {
      await database.close();
    }
  } catch {
    return [];
  }
}

/** undefined: it makes no source. */
function replacing(printed: string | undefined): string | undefined {
  const [parsed] = parseStatements(`${printed ?? ''};`.replace(/;+$/, ';'), { types: ANY_NAMED_TYPE });
  const statement = parsed?.statement;
  if (statement?.kind !== 'CreateSource' && statement?.kind !== 'CreateAs') return undefined;
  const text = formatStatement({ ...statement, orReplace: true, ifNotExists: false }).replace(/\s+/g, ' ');
  return text.endsWith(';') ? text : `${text};`;
}
