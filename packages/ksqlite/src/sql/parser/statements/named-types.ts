import type { DropType, RegisterType } from '../../ast/statement.ts';
import { type Cursor, endsStatement, isWord, next, spanFrom } from '../cursor/cursor.ts';
import { expectWords } from '../cursor/expect.ts';
import { parseName } from '../cursor/names.ts';
import { parseType } from '../definitions/types.ts';

/** `TYPE [IF NOT EXISTS] name AS type` behind CREATE, which begins at `start`. */
export function parseRegisterType(cursor: Cursor, start: number): RegisterType {
  next(cursor);
  // a type may be named IF
  const ifNotExists = isWord(cursor, 'IF') && !isWord(cursor, 'AS', 1);
  if (ifNotExists) expectWords(cursor, 'IF', 'NOT', 'EXISTS');
  const name = parseName(cursor, 'a type’s name');
  expectWords(cursor, 'AS');
  const type = parseType(cursor);
  return { kind: 'RegisterType', name, ifNotExists, type, span: spanFrom(cursor, start) };
}

/** `TYPE [IF EXISTS] name` behind DROP, which begins at `start`. */
export function parseDropType(cursor: Cursor, start: number): DropType {
  next(cursor);
  const ifExists = isWord(cursor, 'IF') && !endsStatement(cursor, 1);
  if (ifExists) expectWords(cursor, 'IF', 'EXISTS');
  const name = parseName(cursor, 'a type’s name');
  return { kind: 'DropType', name, ifExists, span: spanFrom(cursor, start) };
}
