import { tokenize } from '../../sql/lexer/tokenize.ts';
import { parseStatements } from '../../sql/parser/parse.ts';
import { substituteVariables } from '../../sql/variables.ts';
import { hasRole } from '../../statements/statement-roles.ts';
import { ANY_NAMED_TYPE } from '../../types/named-types.ts';
import { changeSession } from './change-session.ts';
import { followCommand } from './follow-command.ts';
import { runPrint, runQuery } from './run-query.ts';
import type { Session } from './session.ts';
import type { ShellContext } from './shell-context.ts';
import { syntaxError } from './statement-error.ts';
import { statementKind } from './statement-kind.ts';

/** Runs the text of a file, and gives the session that it leaves. */
export type RunScript = (
  context: ShellContext,
  session: Session,
  text: string,
  file: string,
) => Promise<Session>;

/**
 * Runs one statement, with its semicolon, and gives the session that it leaves. Settings are kept here and travel with
 * each request, and variables are substituted here, as in ksqlDB's own shell: the server keeps no session.
 *
 * @param runScript runs the statements of a file, for RUN SCRIPT
 * @throws RestError what the server refuses; KsqlError for a statement that is carried out here and is not valid
 */
export async function runStatement(
  context: ShellContext,
  session: Session,
  written: string,
  runScript: RunScript,
): Promise<Session> {
  const { client, output, stop } = context;
  const text = substituteVariables(written, session.variables);
  switch (statementKind(text)) {
    case 'query':
      await runQuery(context, session, text);
      return session;
    case 'print':
      await runPrint(context, session, text);
      return session;
    case 'session': {
      const [parsed] = parseStatements(text, { types: ANY_NAMED_TYPE });
      return parsed !== undefined && hasRole(parsed.statement, 'session')
        ? changeSession(context, session, parsed.statement)
        : session;
    }
    case 'show-variables':
      output.entity({
        '@type': 'variables',
        statementText: text,
        warnings: [],
        variables: [...session.variables].map(([name, value]) => ({ name, value })),
      });
      return session;
    case 'run-script': {
      const path = scriptPath(text);
      // What a script sets ends with it.
      const after = await runScript(context, session, context.readScript(path), path);
      return { ...session, lastCommand: after.lastCommand };
    }
    case 'statement': {
      const entities = await tellingIfSlow(context, () =>
        client.execute(text, {
          properties: session.properties,
          commandSequenceNumber: session.lastCommand,
          signal: stop,
        }),
      );
      let lastCommand = session.lastCommand;
      for (const entity of entities) {
        output.entity(await followCommand(context, entity));
        lastCommand = Math.max(lastCommand ?? -1, entity.commandSequenceNumber ?? -1);
      }
      return { ...session, lastCommand: lastCommand === -1 ? undefined : lastCommand };
    }
  }
}

/** ms for which an answer may be waited for without a word */
const SILENT_MS = 3_000;

/** The server does not say what it waits for: of a Schema Registry its log does. */
async function tellingIfSlow<T>({ clock, onSlow }: ShellContext, ask: () => Promise<T>): Promise<T> {
  const takeBack = clock.after(SILENT_MS, () =>
    onSlow?.(
      'no answer yet: the server is at it, or waits for its Schema Registry (its log says so); Ctrl-C ends the waiting',
    ),
  );
  try {
    return await ask();
  } finally {
    takeBack();
  }
}

function scriptPath(text: string): string {
  const [, , path, semicolon, end] = tokenize(text);
  if (path?.kind === 'string' && semicolon?.text === ';' && end?.kind === 'end') return path.text;
  throw syntaxError(text, path, "RUN SCRIPT 'file'; is expected");
}
