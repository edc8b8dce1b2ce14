import type { SourcePosition } from '../../../errors/source-position.ts';
import { type ParsedStatement, parseStatements } from '../../../sql/parser/parse.ts';
import { positionOf } from '../../../sql/source-text.ts';
import { splitStatements } from '../../../sql/split-statements.ts';
import { substituteVariables } from '../../../sql/variables.ts';
import { undefine } from '../../../statements/session/session.ts';
import { hasRole, type StatementOfRole } from '../../../statements/statement-roles.ts';
import { ANY_NAMED_TYPE } from '../../../types/named-types.ts';

/** A statement of a file that is carried out, with what SET said before it there. */
export interface FileStatement {
  readonly parsed: ParsedStatement;
  /** The file's text, variables substituted up to the statement. */
  readonly source: string;
  /** Sorted by name. */
  readonly properties: readonly (readonly [name: string, value: string])[];
  readonly at: SourcePosition;
}

/**
 * A file's statements. SET and DEFINE hold from their place to the end of the file: SET goes along with each statement as its
 * properties, variables are substituted here.
 *
 * @throws KsqlError with the place: what the parser refuses
 */
export function fileStatements(text: string, file: string): readonly FileStatement[] {
  const variables = new Map<string, string>();
  const properties = new Map<string, string>();
  const statements: FileStatement[] = [];
  for (const { text: piece, span } of splitStatements(text)) {
    // the blanks keep the statement where it is in the file, for messages
    const before = text.slice(0, span.start).replace(/[^\n]/g, ' ');
    const source = before + substituteVariables(piece, variables);
    for (const parsed of parseStatements(source, { file, types: ANY_NAMED_TYPE })) {
      const { statement } = parsed;
      if (hasRole(statement, 'session')) changeSettings(statement, properties, variables);
      else
        statements.push({
          parsed,
          source,
          properties: [...properties].sort(([a], [b]) => (a < b ? -1 : 1)),
          at: positionOf(source, parsed.span, file),
        });
    }
  }
  return statements;
}

function changeSettings(
  statement: StatementOfRole<'session'>,
  properties: Map<string, string>,
  variables: Map<string, string>,
): void {
  switch (statement.kind) {
    case 'SetProperty':
      properties.set(statement.name, statement.value);
      return;
    case 'UnsetProperty':
      properties.delete(statement.name);
      return;
    case 'Define':
      undefine({ variables }, statement.name);
      variables.set(statement.name, statement.value);
      return;
    case 'Undefine':
      undefine({ variables }, statement.name);
      return;
    default:
      statement satisfies never;
  }
}
