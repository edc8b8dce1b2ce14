import type { Span } from '../ast/span.ts';
import type { Statement } from '../ast/statement.ts';
import { type Cursor, type NestedParsers, openCursor, peek, spanFrom } from './cursor/cursor.ts';
import { parseExpression } from './expressions/expression.ts';
import { parseValue } from './expressions/value.ts';
import { parseStatement } from './statements/statement.ts';
import { expectStatementEnd } from './statements/statement-end.ts';

export interface ParsedStatement {
  readonly statement: Statement;
  /** The statement as it was written, with its semicolon. */
  readonly text: string;
  readonly span: Span;
}

export interface ParseOptions {
  /** Where the text came from, for messages. */
  readonly file?: string;
}

/**
 * Parses a script. Every statement ends with a semicolon; variables (`${x}`) must have been substituted.
 *
 * @throws KsqlError SQL_SYNTAX for the first place that is not in ksqlDB's grammar, SQL_UNSUPPORTED for what is in
 * ksqlDB's grammar and not in this engine; both with `at` and `source`, mostly with a `hint`.
 */
export function parseStatements(text: string, options: ParseOptions = {}): readonly ParsedStatement[] {
  const cursor = openCursor(text, options.file, NESTED);
  const statements: ParsedStatement[] = [];
  while (peek(cursor).kind !== 'end') statements.push(parseOne(cursor));
  return statements;
}

// `parseValue` takes more than a cursor
const NESTED: NestedParsers = { expression: parseExpression, value: (cursor) => parseValue(cursor) };

function parseOne(cursor: Cursor): ParsedStatement {
  const { start } = peek(cursor);
  const statement = parseStatement(cursor);
  expectStatementEnd(cursor);
  const span = spanFrom(cursor, start);
  return { statement, text: cursor.text.slice(span.start, span.end), span };
}
