/**
 * The statements of test files alone. They are no part of `parseStatements`: what executes SQL refuses them, as ksqlDB's server does.
 *
 * Source of the rule: `testStatement` in ksqlDB's SqlBase.g4.
 */
import type { Span } from '../ast/span.ts';
import type { AssertSource, AssertValues, RunScript, TestStatement } from '../ast/test-statement.ts';
import { type Cursor, isWord, next, openCursor, spanFrom } from './cursor/cursor.ts';
import { acceptWord, acceptWords, expectWord, expectWords } from './cursor/expect.ts';
import { parseBracketed, parseBracketedOrEmpty } from './cursor/list.ts';
import { parseName, parseSourceName, parseString } from './cursor/names.ts';
import { parseColumns } from './definitions/columns.ts';
import { parseProperties } from './definitions/properties.ts';
import { unexpected } from './errors/unexpected.ts';
import { parseValue } from './expressions/value.ts';
import { NESTED, type ParseOptions } from './parse.ts';
import { parseSourceKind } from './statements/create.ts';
import { expectStatementEnd } from './statements/statement-end.ts';

/** Words behind ASSERT that begin an assertion of tests; TOPIC and SCHEMA are statements of ksqlDB. */
const ASSERTED: readonly string[] = ['VALUES', 'NULL', 'STREAM', 'TABLE'];

/**
 * @param text one statement, with its semicolon
 * @returns undefined for a statement that is not one of tests alone
 * @throws KsqlError SQL_SYNTAX
 */
export function parseTestStatement(text: string, options: ParseOptions = {}): TestStatement | undefined {
  const cursor = openCursor(text, options.file, NESTED, options.types);
  const isAssertion = isWord(cursor, 'ASSERT') && ASSERTED.some((word) => isWord(cursor, word, 1));
  if (!isAssertion && !isWord(cursor, 'RUN')) return undefined;
  const { start } = next(cursor);
  const statement = isAssertion ? parseAssertion(cursor, start) : parseRunScript(cursor, start);
  expectStatementEnd(cursor);
  return statement;
}

function parseAssertion(cursor: Cursor, start: number): AssertValues | AssertSource {
  if (isWord(cursor, 'STREAM') || isWord(cursor, 'TABLE')) return parseAssertSource(cursor, start);
  const deleted = acceptWords(cursor, 'NULL', 'VALUES');
  if (!deleted) expectWord(cursor, 'VALUES');
  const target = parseSourceName(cursor);
  const word = deleted ? 'KEY' : 'VALUES';
  const columns = isWord(cursor, word)
    ? []
    : parseBracketed(cursor, '(', ')', (at) => parseName(at, 'a column’s name'));
  if (!acceptWord(cursor, word)) throw unexpected(cursor, [word]);
  const values = parseBracketedOrEmpty(cursor, '(', ')', (at) => parseValue(at));
  return { kind: 'AssertValues', deleted, target, columns, values, span: spanFrom(cursor, start) };
}

function parseAssertSource(cursor: Cursor, start: number): AssertSource {
  const sourceKind = parseSourceKind(cursor);
  const name = parseSourceName(cursor);
  const columns = parseColumns(cursor);
  const properties = parseProperties(cursor);
  const span: Span = spanFrom(cursor, start);
  return { kind: 'AssertSource', sourceKind, name, columns, properties, span };
}

function parseRunScript(cursor: Cursor, start: number): RunScript {
  expectWords(cursor, 'SCRIPT');
  const path = parseString(cursor, 'the file in quotes');
  return { kind: 'RunScript', path, span: spanFrom(cursor, start) };
}
