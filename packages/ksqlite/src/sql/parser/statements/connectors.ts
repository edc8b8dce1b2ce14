import type {
  ConnectorProperty,
  CreateConnector,
  DescribeConnector,
  DropConnector,
  ShowConnectorPlugins,
  ShowConnectors,
} from '../../ast/statement.ts';
import { type Cursor, endsStatement, isWord, next, peek, spanFrom } from '../cursor/cursor.ts';
import { acceptWord, acceptWords, expectSymbol, expectWords } from '../cursor/expect.ts';
import { parseBracketed } from '../cursor/list.ts';
import { parseName } from '../cursor/names.ts';
import { parseLiteral } from '../definitions/properties.ts';
import { syntaxError } from '../errors/failure.ts';

/** `SOURCE | SINK CONNECTOR [IF NOT EXISTS] name WITH (…)` behind CREATE, which began at `start`; undefined: it is not that. */
export function parseCreateConnector(cursor: Cursor, start: number): CreateConnector | undefined {
  const connectorKind = isWord(cursor, 'SOURCE') ? 'SOURCE' : isWord(cursor, 'SINK') ? 'SINK' : undefined;
  if (connectorKind === undefined || !isWord(cursor, 'CONNECTOR', 1)) return undefined;
  expectWords(cursor, connectorKind, 'CONNECTOR');
  // a connector may be named IF
  const ifNotExists = isWord(cursor, 'IF') && isWord(cursor, 'NOT', 1);
  if (ifNotExists) expectWords(cursor, 'IF', 'NOT', 'EXISTS');
  const name = parseName(cursor, 'the name of a connector');
  expectWords(cursor, 'WITH');
  const properties = parseBracketed(cursor, '(', ')', parseProperty);
  const span = spanFrom(cursor, start);
  return { kind: 'CreateConnector', connectorKind, name, ifNotExists, properties, span };
}

/** A key is a text, as it is; or a name. */
function parseProperty(cursor: Cursor): ConnectorProperty {
  const { kind, text, start, end } = peek(cursor);
  if (kind === 'string' && text === '') throw syntaxError(cursor, 'a name cannot be empty', { start, end });
  const key = kind === 'string' ? next(cursor).text : parseName(cursor, 'a property’s name').text;
  expectSymbol(cursor, '=');
  return { key, value: parseLiteral(cursor) };
}

/** `CONNECTOR [IF EXISTS] name` behind DROP; undefined: it is not that. */
export function parseDropConnector(cursor: Cursor, start: number): DropConnector | undefined {
  if (!acceptWord(cursor, 'CONNECTOR')) return undefined;
  const ifExists = isWord(cursor, 'IF') && !endsStatement(cursor, 1);
  if (ifExists) expectWords(cursor, 'IF', 'EXISTS');
  const name = parseName(cursor, 'the name of a connector');
  return { kind: 'DropConnector', name, ifExists, span: spanFrom(cursor, start) };
}

/** `[SOURCE | SINK] CONNECTORS` or `CONNECTOR PLUGINS` behind SHOW; undefined: it is neither. */
export function parseShowConnectors(
  cursor: Cursor,
  start: number,
): ShowConnectors | ShowConnectorPlugins | undefined {
  if (acceptWords(cursor, 'CONNECTOR', 'PLUGINS'))
    return { kind: 'ShowConnectorPlugins', span: spanFrom(cursor, start) };
  const scope = acceptWord(cursor, 'SOURCE') ? 'SOURCE' : acceptWord(cursor, 'SINK') ? 'SINK' : 'ALL';
  if (scope !== 'ALL') expectWords(cursor, 'CONNECTORS');
  else if (!acceptWord(cursor, 'CONNECTORS')) return undefined;
  return { kind: 'ShowConnectors', scope, span: spanFrom(cursor, start) };
}

/** `CONNECTOR name` behind DESCRIBE; undefined: it is not that. */
export function parseDescribeConnector(cursor: Cursor, start: number): DescribeConnector | undefined {
  if (!isWord(cursor, 'CONNECTOR') || endsStatement(cursor, 1)) return undefined;
  next(cursor);
  const name = parseName(cursor, 'the name of a connector');
  return { kind: 'DescribeConnector', name, span: spanFrom(cursor, start) };
}
