import { ANY_NAMED_TYPE, type NamedTypes, typeName } from '../../types/named-types.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { Span } from '../ast/span.ts';
import type { Statement } from '../ast/statement.ts';
import { formatTypeSql } from '../printer/types.ts';
import { type Cursor, type NestedParsers, openCursor, peek, spanFrom } from './cursor/cursor.ts';
import { parseExpression } from './expressions/expression.ts';
import { parseValue } from './expressions/value.ts';
import { parseStatement } from './statements/statement.ts';
import { expectStatementEnd } from './statements/statement-end.ts';

export interface ParsedStatement {
  readonly statement: Statement;
  /** The statement as it was written, with its semicolon; types of CREATE TYPE are written out. */
  readonly text: string;
  readonly span: Span;
}

export interface ParseOptions {
  /** Where the text came from, for messages. */
  readonly file?: string;
  /** What CREATE TYPE said before; default: nothing. The statements of the text add to it. */
  readonly types?: NamedTypes;
}

/**
 * Parses a script. Every statement ends with a semicolon; variables (`${x}`) must have been substituted.
 *
 * @throws KsqlError SQL_SYNTAX for the first place that is not in ksqlDB's grammar, SQL_UNSUPPORTED for what is in
 * ksqlDB's grammar and not in this engine; both with `at` and `source`, mostly with a `hint`.
 */
export function parseStatements(text: string, options: ParseOptions = {}): readonly ParsedStatement[] {
  const types = options.types === ANY_NAMED_TYPE ? ANY_NAMED_TYPE : new Map(options.types);
  const cursor = openCursor(text, options.file, NESTED, types);
  const statements: ParsedStatement[] = [];
  while (peek(cursor).kind !== 'end') {
    const parsed = parseOne(cursor);
    statements.push(parsed);
    if (types instanceof Map) changeTypes(types, parsed.statement);
  }
  return statements;
}

/** What the statements behind this one can name, if it is carried out. */
function changeTypes(types: Map<string, SqlType>, statement: Statement): void {
  if (statement.kind === 'DropType') types.delete(typeName(statement.name.text));
  if (statement.kind !== 'RegisterType') return;
  const name = typeName(statement.name.text);
  if (!types.has(name)) types.set(name, statement.type);
}

/** What parsing begins with. `parseValue` takes more than a cursor. */
export const NESTED: NestedParsers = { expression: parseExpression, value: (cursor) => parseValue(cursor) };

function parseOne(cursor: Cursor): ParsedStatement {
  const { start } = peek(cursor);
  const statement = parseStatement(cursor);
  expectStatementEnd(cursor);
  const span = spanFrom(cursor, start);
  return { statement, text: writtenOut(cursor, span), span };
}

/** The text without names of types, so that it means the same whatever they mean later. */
function writtenOut({ text, named, types }: Cursor, { start, end }: Span): string {
  if (types === ANY_NAMED_TYPE) return text.slice(start, end);
  let written = '';
  let from = start;
  for (const use of named) {
    if (use.span.start < from) continue;
    written += text.slice(from, use.span.start) + formatTypeSql(use.type);
    from = use.span.end;
  }
  return written + text.slice(from, end);
}
