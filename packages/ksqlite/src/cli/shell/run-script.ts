import { type StatementText, splitStatements } from '../../sql/split-statements.ts';
import { placeError } from './place-error.ts';
import { runStatement } from './run-statement.ts';
import type { Session } from './session.ts';
import type { ShellContext } from './shell-context.ts';

/**
 * Runs statements one by one, and gives the session that they leave. Stops at the first that fails.
 *
 * @param file where the text is from, for messages
 * @throws CommandError with the place in its message; nothing when `context.stop` fires
 */
export async function runScript(
  context: ShellContext,
  session: Session,
  text: string,
  file?: string,
): Promise<Session> {
  let current = session;
  for (const statement of splitStatements(text)) {
    if (context.stop.aborted) break;
    try {
      current = await runOne(context, current, statement);
    } catch (error) {
      if (context.stop.aborted) break;
      throw placeError(error, { text, statement, file, session: current });
    }
  }
  return current;
}

async function runOne(context: ShellContext, session: Session, { text }: StatementText): Promise<Session> {
  return text === ';' ? session : runStatement(context, session, text, runScript);
}
