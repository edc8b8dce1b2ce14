import type { Show, Statement } from '../../ast/statement.ts';
import { type Cursor, endsStatement, isWord, next, spanFrom } from '../cursor/cursor.ts';
import { acceptWord, acceptWords } from '../cursor/expect.ts';
import { parseName, parseSourceName } from '../cursor/names.ts';
import { unexpected } from '../errors/unexpected.ts';
import { parseDescribeConnector, parseShowConnectors } from './connectors.ts';

const WITH_EXTENDED = ['STREAMS', 'TABLES', 'TOPICS', 'QUERIES'] as const;
const PLAIN = ['FUNCTIONS', 'PROPERTIES', 'VARIABLES', 'TYPES'] as const;

/** `SHOW …` or `LIST …` */
export function parseShow(cursor: Cursor): Statement {
  const { start } = next(cursor);
  const connectors = parseShowConnectors(cursor, start);
  if (connectors !== undefined) return connectors;
  const { what, extended } = parseSubject(cursor);
  return { kind: 'Show', what, extended, span: spanFrom(cursor, start) };
}

function parseSubject(cursor: Cursor): Pick<Show, 'what' | 'extended'> {
  if (acceptWords(cursor, 'ALL', 'TOPICS')) {
    return { what: 'ALL TOPICS', extended: acceptWord(cursor, 'EXTENDED') };
  }
  for (const what of WITH_EXTENDED) {
    if (acceptWord(cursor, what)) return { what, extended: acceptWord(cursor, 'EXTENDED') };
  }
  const what = PLAIN.find((candidate) => acceptWord(cursor, candidate));
  if (what === undefined) throw unexpected(cursor, []);
  return { what, extended: false };
}

/** `DESCRIBE [EXTENDED] s [EXTENDED]`, `DESCRIBE STREAMS | TABLES [EXTENDED]` `DESCRIBE FUNCTION f` or `DESCRIBE CONNECTOR c` */
export function parseDescribe(cursor: Cursor): Statement {
  const { start } = next(cursor);
  const connector = parseDescribeConnector(cursor, start);
  if (connector !== undefined) return connector;
  if (isWord(cursor, 'STREAMS') || isWord(cursor, 'TABLES')) {
    const sourceKind = next(cursor).text === 'STREAMS' ? 'STREAM' : 'TABLE';
    const extended = acceptWord(cursor, 'EXTENDED');
    return { kind: 'DescribeAll', sourceKind, extended, span: spanFrom(cursor, start) };
  }
  // A stream may be named FUNCTION: then no name follows.
  const isStream = endsStatement(cursor, 1) || isWord(cursor, 'EXTENDED', 1);
  if (isWord(cursor, 'FUNCTION') && !isStream) {
    next(cursor);
    const name = parseName(cursor, 'a function’s name');
    return { kind: 'DescribeFunction', name, span: spanFrom(cursor, start) };
  }
  const before = acceptWord(cursor, 'EXTENDED');
  const name = parseSourceName(cursor);
  const extended = before || acceptWord(cursor, 'EXTENDED');
  return { kind: 'Describe', name, extended, span: spanFrom(cursor, start) };
}
