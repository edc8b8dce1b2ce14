import type { Statement } from '../../ast/statement.ts';
import { type Cursor, endsStatement, isWord, next, spanFrom } from '../cursor/cursor.ts';
import { acceptWords, expectWords } from '../cursor/expect.ts';
import { parseSourceName } from '../cursor/names.ts';
import { parseDropConnector } from './connectors.ts';
import { parseSourceKind } from './create.ts';
import { parseDropType } from './named-types.ts';

/** `DROP STREAM | TABLE [IF EXISTS] name [DELETE TOPIC]`, `DROP TYPE …`, `DROP CONNECTOR …` */
export function parseDrop(cursor: Cursor): Statement {
  const { start } = next(cursor);
  const connector = parseDropConnector(cursor, start);
  if (connector !== undefined) return connector;
  if (isWord(cursor, 'TYPE')) return parseDropType(cursor, start);
  const sourceKind = parseSourceKind(cursor);
  // A stream may be named IF.
  const namedIf = endsStatement(cursor, 1) || isWord(cursor, 'DELETE', 1);
  const ifExists = isWord(cursor, 'IF') && !namedIf;
  if (ifExists) expectWords(cursor, 'IF', 'EXISTS');
  const name = parseSourceName(cursor);
  const deleteTopic = acceptWords(cursor, 'DELETE', 'TOPIC');
  return { kind: 'Drop', sourceKind, name, ifExists, deleteTopic, span: spanFrom(cursor, start) };
}
