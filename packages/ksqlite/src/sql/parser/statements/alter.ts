import type { AlterSource } from '../../ast/statement.ts';
import { type Cursor, isWord, next, peek, spanFrom } from '../cursor/cursor.ts';
import { acceptWord, expectWords } from '../cursor/expect.ts';
import { parseCommaSeparated } from '../cursor/list.ts';
import { parseName, parseSourceName } from '../cursor/names.ts';
import { parseType } from '../definitions/types.ts';
import { unsupported } from '../errors/failure.ts';
import { parseSourceKind } from './create.ts';

/** `ALTER STREAM | TABLE name ADD [COLUMN] column type, …` */
export function parseAlter(cursor: Cursor): AlterSource {
  const { start } = next(cursor);
  if (isWord(cursor, 'SYSTEM')) {
    const span = { start, end: peek(cursor).end };
    throw unsupported(
      cursor,
      'ALTER SYSTEM',
      span,
      'SET changes a property for the statements that follow it',
    );
  }
  const sourceKind = parseSourceKind(cursor);
  const name = parseSourceName(cursor);
  const columns = parseCommaSeparated(cursor, parseAddition);
  return { kind: 'AlterSource', sourceKind, name, columns, span: spanFrom(cursor, start) };
}

function parseAddition(cursor: Cursor): AlterSource['columns'][number] {
  expectWords(cursor, 'ADD');
  acceptWord(cursor, 'COLUMN');
  const name = parseName(cursor, 'a column’s name');
  const type = parseType(cursor);
  return { name, type, span: spanFrom(cursor, name.span.start) };
}
