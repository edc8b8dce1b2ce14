import { keptSettings } from '../../../analysis/streams-properties.ts';
import type { AnyDatabase } from '../../../database/any-database.ts';
import { engineOf } from '../../../database/engine-of.ts';
import { allCommands, type Command } from '../../../engine/command-log.ts';
import { parseStatements } from '../../../sql/parser/parse.ts';
import { formatStatement } from '../../../sql/printer/format-statement.ts';
import { hasRole } from '../../../statements/statement-roles.ts';
import { ANY_NAMED_TYPE } from '../../../types/named-types.ts';
import { comparedStatement, diffStatements, type StatementChange } from '../changes/statement-diff.ts';
import { fileStatements } from '../files/file-statements.ts';
import type { AppliedScript } from './applied-scripts.ts';
import type { SqlScript } from './sql-scripts.ts';

/**
 * What differs between a script and what was applied under its name: statements, not bytes. undefined: it was applied by an
 * earlier version, which kept no text, and not all of it is among the statements of this folder.
 *
 * @throws KsqlError: the script is not valid
 */
export function scriptChanges(
  database: AnyDatabase,
  script: SqlScript,
  applied: AppliedScript,
): readonly StatementChange[] | undefined {
  if (applied.sha256 === script.sha256) return [];
  const now = fileStatements(script.text, script.name);
  if (applied.text !== undefined)
    return diffStatements(
      fileStatements(applied.text, script.name).map(comparedStatement),
      now.map(comparedStatement),
    );
  const { properties: settings, log } = engineOf(database);
  const wanted = now.map(({ parsed, properties }) => ({
    isKept: hasRole(parsed.statement, 'ddl'),
    key: JSON.stringify([formatStatement(parsed.statement), keptSettings(settings, new Map(properties))]),
  }));
  const made = [...allCommands(log)].filter(({ file }) => file === script.name).map(keyOf);
  const isSame =
    wanted.length === made.length && wanted.every(({ isKept, key }, i) => isKept && key === made[i]);
  return isSame ? [] : undefined;
}

/** As in `scriptChanges`; undefined: it is not what the parser reads today. */
function keyOf({ sql, properties }: Command): string | undefined {
  try {
    const printed = parseStatements(sql, { types: ANY_NAMED_TYPE }).map(({ statement }) =>
      formatStatement(statement),
    );
    return JSON.stringify([printed.join('\n'), properties]);
  } catch {
    return undefined;
  }
}
