/**
 * What is wrong with a script, found without executing any of it: its syntax, and of queries all that planning refuses.
 *
 * A statement that names what an earlier one of the script makes can't be planned: nothing of it is told then.
 */
import type { Engine } from '../../engine/engine.ts';
import { KsqlError } from '../../errors/ksql-error.ts';
import { explainQuery } from '../../inspect/explain.ts';
import { explainPersistent } from '../../inspect/explain-persistent.ts';
import type { AnalysedScript, AnalysedStatement, ScriptProblem } from '../../inspect/live/page-answers.ts';
import { type ScriptStatement, scriptStatements } from '../../statements/session/script-statements.ts';
import { openSession, type Session } from '../../statements/session/session.ts';
import { STATEMENT_ROLES } from '../../statements/statement-roles.ts';

/** Throws what is not a refusal. */
export async function analyseScript(engine: Engine, sql: string): Promise<AnalysedScript> {
  const session = openSession();
  const statements: AnalysedStatement[] = [];
  const problems: ScriptProblem[] = [];
  let makesNames = false;
  try {
    for (const statement of scriptStatements(sql, session, engine)) {
      statements.push(analysedStatement(statement));
      try {
        await engine.loadFormats(statement, session);
        plan(engine, statement, session);
      } catch (error) {
        if (!(error instanceof KsqlError)) throw error;
        if (!(makesNames && error.code === 'SQL_UNKNOWN_SOURCE')) problems.push(problemOf(error, statement));
      }
      if (MAKES_NAMES.has(statement.statement.kind)) makesNames = true;
    }
  } catch (error) {
    if (!(error instanceof KsqlError)) throw error;
    problems.push(problemOf(error, undefined));
  }
  return { statements, problems };
}

const MAKES_NAMES: ReadonlySet<string> = new Set(['CreateSource', 'CreateAs', 'Drop', 'AlterSource']);

function plan(engine: Engine, { statement, text, source }: ScriptStatement, session: Session): void {
  if (statement.kind === 'QueryStatement')
    explainQuery(engine.planning(source, session, { transient: true }), statement.query, text, 'page');
  if (statement.kind === 'CreateAs' || statement.kind === 'InsertInto')
    explainPersistent(engine, engine.planning(source, session), statement, text);
}

const analysedStatement = ({ statement, span }: ScriptStatement): AnalysedStatement => ({
  kind: statement.kind,
  role: STATEMENT_ROLES[statement.kind],
  isPush:
    statement.kind === 'Print' || (statement.kind === 'QueryStatement' && statement.query.emit !== undefined),
  from: span.start,
  to: span.end,
});

function problemOf(
  { code, message, hint, at }: KsqlError,
  statement: ScriptStatement | undefined,
): ScriptProblem {
  const from = at?.offset ?? statement?.span.start ?? 0;
  const to = from + Math.max(1, at?.length ?? (statement === undefined ? 1 : statement.span.end - from));
  return { from, to, code, message, hint };
}
