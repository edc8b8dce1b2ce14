import type { CreateAs, CreateSource, SourceKind, Statement } from '../../ast/statement.ts';
import { type Cursor, isWord, next, peek, previous, spanFrom } from '../cursor/cursor.ts';
import { acceptWord, acceptWords, expectWords } from '../cursor/expect.ts';
import { parseSourceName } from '../cursor/names.ts';
import { parseColumns } from '../definitions/columns.ts';
import { parseProperties } from '../definitions/properties.ts';
import { syntaxError } from '../errors/failure.ts';
import { unexpected } from '../errors/unexpected.ts';
import { parseQuery } from '../query/query.ts';
import { parseCreateConnector } from './connectors.ts';
import { parseRegisterType } from './named-types.ts';

/** `CREATE [OR REPLACE] [SOURCE] STREAM | TABLE …`, `CREATE TYPE …`, `CREATE SOURCE | SINK CONNECTOR …` */
export function parseCreate(cursor: Cursor): Statement {
  const { start } = next(cursor);
  const connector = parseCreateConnector(cursor, start);
  if (connector !== undefined) return connector;
  if (isWord(cursor, 'TYPE')) return parseRegisterType(cursor, start);
  const orReplace = acceptWords(cursor, 'OR', 'REPLACE');
  const readOnly = acceptWord(cursor, 'SOURCE');
  const sourceKind = parseSourceKind(cursor);
  // A stream may be named IF.
  const namedIf = peek(cursor, 1).kind !== 'word' || isWord(cursor, 'WITH', 1) || isWord(cursor, 'AS', 1);
  const ifNotExists = isWord(cursor, 'IF') && !namedIf;
  if (ifNotExists) expectWords(cursor, 'IF', 'NOT', 'EXISTS');
  const name = parseSourceName(cursor);
  const head = { sourceKind, name, orReplace, ifNotExists };
  const columnsAt = peek(cursor);
  const columns = parseColumns(cursor);
  const columnsSpan = { start: columnsAt.start, end: previous(cursor).end };
  const properties = parseProperties(cursor);
  if (!acceptWord(cursor, 'AS')) {
    const span = spanFrom(cursor, start);
    return { kind: 'CreateSource', ...head, readOnly, columns, properties, span } satisfies CreateSource;
  }
  if (columns.length > 0) {
    throw syntaxError(
      cursor,
      'columns and AS SELECT exclude one another',
      columnsSpan,
      'leave the columns out: they come from the SELECT; CAST sets their types',
    );
  }
  if (readOnly) {
    const hint = 'leave SOURCE out: what a query writes is not read only';
    throw syntaxError(cursor, 'a SOURCE cannot be created AS SELECT', previous(cursor), hint);
  }
  const query = parseQuery(cursor);
  return { kind: 'CreateAs', ...head, properties, query, span: spanFrom(cursor, start) } satisfies CreateAs;
}

/** `STREAM` or `TABLE`. Throws SQL_SYNTAX. */
export function parseSourceKind(cursor: Cursor): SourceKind {
  if (acceptWord(cursor, 'STREAM')) return 'STREAM';
  if (acceptWord(cursor, 'TABLE')) return 'TABLE';
  throw unexpected(cursor, []);
}
