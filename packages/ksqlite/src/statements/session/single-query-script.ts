import { KsqlError } from '../../errors/ksql-error.ts';
import { positionOf } from '../../sql/source-text.ts';
import { type KnowsTypes, type ScriptStatement, scriptStatements } from './script-statements.ts';
import type { Session } from './session.ts';

/**
 * The query of a script; what stands before it may only change the session, and is executed.
 *
 * @throws KsqlError for a script without a query, and for anything else in it
 */
export function singleQueryScript(
  script: string,
  session: Session,
  engine: KnowsTypes,
  isSessionStatement: (statement: ScriptStatement) => boolean,
  execute: (statement: ScriptStatement) => void,
): ScriptStatement {
  let query: ScriptStatement | undefined;
  for (const statement of scriptStatements(script, session, engine)) {
    if (query !== undefined) throw notAlone(statement, session);
    if (isSessionStatement(statement)) execute(statement);
    else query = statement;
  }
  if (query === undefined) throw new KsqlError('SQL_SYNTAX', 'there is no query', { source: script });
  return query;
}

const notAlone = ({ source, statement }: ScriptStatement, { file }: Session): KsqlError =>
  new KsqlError('SQL_INVALID', 'nothing may stand behind a query', {
    at: positionOf(source, statement.span, file),
    source,
    hint: 'send the statements one after the other',
  });
