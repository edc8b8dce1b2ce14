import type { KsqlError } from '../../../errors/ksql-error.ts';
import type { Statement } from '../../ast/statement.ts';
import { listChoices } from '../../messages/list-choices.ts';
import { type Cursor, isSymbol, peek, previous } from '../cursor/cursor.ts';
import { nearestKeyword } from '../errors/nearest-keyword.ts';
import { unexpected } from '../errors/unexpected.ts';
import { parseQuery } from '../query/query.ts';
import { parseAlter } from './alter.ts';
import { parseAssert } from './assert.ts';
import { parseCreate } from './create.ts';
import { parseDelete } from './delete.ts';
import { parseDrop } from './drop.ts';
import { parseExplain } from './explain.ts';
import { parseInsert } from './insert.ts';
import { parseDescribe, parseShow } from './inspect.ts';
import { parsePause, parseResume } from './pause.ts';
import { parsePrint } from './print.ts';
import { parseDefine, parseSet, parseTerminate, parseUndefine, parseUnset } from './session.ts';
import { isUnsupportedVerb, unsupportedStatement } from './unsupported.ts';

type Parse = (cursor: Cursor) => Statement;

/** By the statement's first word. */
const PARSERS: Readonly<Record<string, Parse>> = {
  SELECT: parseSelect,
  CREATE: parseCreate,
  INSERT: parseInsert,
  DELETE: parseDelete,
  ALTER: parseAlter,
  DROP: parseDrop,
  SHOW: parseShow,
  LIST: parseShow,
  DESCRIBE: parseDescribe,
  EXPLAIN: (cursor) => parseExplain(cursor, { isStatementWord, parseStatement }),
  PRINT: parsePrint,
  ASSERT: parseAssert,
  TERMINATE: parseTerminate,
  PAUSE: parsePause,
  RESUME: parseResume,
  SET: parseSet,
  UNSET: parseUnset,
  DEFINE: parseDefine,
  UNDEFINE: parseUndefine,
};
const BY_WORD: ReadonlyMap<string, Parse> = new Map(Object.entries(PARSERS));

/** Whether a statement can begin with the word. */
export const isStatementWord = (word: string): boolean => BY_WORD.has(word) || isUnsupportedVerb(word);

/** A statement, without the semicolon. Throws SQL_SYNTAX or SQL_UNSUPPORTED. */
export function parseStatement(cursor: Cursor): Statement {
  const { kind, text } = peek(cursor);
  const parse = kind === 'word' ? BY_WORD.get(text) : undefined;
  if (parse !== undefined) return parse(cursor);
  if (kind === 'word' && isUnsupportedVerb(text)) throw unsupportedStatement(cursor);
  throw notAStatement(cursor);
}

function notAStatement(cursor: Cursor): KsqlError {
  const words = Object.keys(PARSERS);
  const found = peek(cursor);
  if (nearestKeyword(found, words) !== undefined) return unexpected(cursor, words);
  const empty = isSymbol(cursor, ';') && (cursor.index === 0 || previous(cursor).text === ';');
  return unexpected(
    cursor,
    ['a statement'],
    empty ? "unexpected ';': remove it" : `statements begin with ${listChoices(words)}`,
  );
}

function parseSelect(cursor: Cursor): Statement {
  const query = parseQuery(cursor);
  return { kind: 'QueryStatement', query, span: query.span };
}
