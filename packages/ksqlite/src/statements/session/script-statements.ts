import { type ParsedStatement, parseStatements } from '../../sql/parser/parse.ts';
import { splitStatements } from '../../sql/split-statements.ts';
import { substituteVariables } from '../../sql/variables.ts';
import type { NamedTypes } from '../../types/named-types.ts';
import type { Session } from './session.ts';

export interface ScriptStatement extends ParsedStatement {
  /** The text that the spans point into. */
  readonly source: string;
}

/** What CREATE TYPE said so far: an `Engine` knows. */
export interface KnowsTypes {
  types(): NamedTypes;
}

/**
 * A script's statements in order. Without variables the whole script is parsed before the first one comes; with them
 * each is parsed when its turn comes, so that it sees what DEFINE said before, and places are those in its own text.
 *
 * @throws KsqlError SQL_SYNTAX or SQL_UNSUPPORTED
 */
export function* scriptStatements(
  script: string,
  session: Session,
  engine: KnowsTypes,
): Generator<ScriptStatement> {
  const file = session.file === undefined ? {} : { file: session.file };
  if (!script.includes('${')) {
    for (const parsed of parseStatements(script, { ...file, types: engine.types() }))
      yield { ...parsed, source: script };
    return;
  }
  for (const piece of splitStatements(script)) {
    const source = substituteVariables(piece.text, session.variables);
    for (const parsed of parseStatements(source, { ...file, types: engine.types() }))
      yield { ...parsed, source };
  }
}
