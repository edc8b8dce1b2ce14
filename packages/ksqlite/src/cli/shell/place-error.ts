import { RestError } from '../../client/rest-error.ts';
import { CommandError } from '../../errors/command-error.ts';
import { commandErrorOf } from '../../errors/command-error-of.ts';
import { KsqlError } from '../../errors/ksql-error.ts';
import { formatPosition, type SourcePosition } from '../../errors/source-position.ts';
import type { Span } from '../../sql/ast/span.ts';
import { tokenize } from '../../sql/lexer/tokenize.ts';
import { sourceLine } from '../../sql/messages/source-line.ts';
import { positionOf } from '../../sql/source-text.ts';
import type { StatementText } from '../../sql/split-statements.ts';
import { substituteVariables } from '../../sql/variables.ts';
import type { Session } from './session.ts';
import { visible } from './table/cell-text.ts';

export interface FailedStatement {
  /** The script that it is in. */
  readonly text: string;
  readonly file: string | undefined;
  readonly statement: StatementText;
  readonly session: Session;
}

/** An error whose message says where in the script it is, with the line and a caret below its place. */
export class PlacedError extends CommandError {
  override readonly name = 'CommandError';
}

/** Gives the error that a person sees for what a statement threw. */
export function placeError(error: unknown, failed: FailedStatement): CommandError {
  // From a script that this statement ran: it has its place.
  if (error instanceof PlacedError) return error;
  const { code, message, hint, span } = complaintOf(error, sentText(failed));
  const place = placeOf(span, failed);
  const lines = message.replaceAll('\t', '  ').split('\n').map(visible);
  if (place?.source !== undefined) lines.push(...sourceLine(place.source, place.at).map(indent));
  if (hint !== undefined) lines.push(indent(`hint: ${hint}`));
  const prefix = place === undefined ? '' : `${formatPosition(place.at)}: `;
  return new PlacedError(code, prefix + lines.join('\n'), { cause: error });
}

interface Complaint {
  readonly code: ConstructorParameters<typeof CommandError>[0];
  readonly message: string;
  readonly hint?: string;
  /** In the text that was sent. */
  readonly span?: Span;
}

function complaintOf(error: unknown, sent: string): Complaint {
  if (error instanceof KsqlError) {
    const { message, hint, at } = error;
    const span = at === undefined ? undefined : { start: at.offset, end: at.offset + at.length };
    return { code: 'SQL_REFUSED', message, hint, span };
  }
  if (error instanceof RestError && error.code === 'KSQLDB_REFUSED') {
    const span = namedSpan(error.message, sent);
    return { code: error.code, message: span === undefined ? error.message : unplaced(error.message), span };
  }
  const { code, exitCode, message } = commandErrorOf(error);
  return { code: { code, exit: exitCode }, message };
}

/** How ksqlDB's parser and its analyser name a place, both counting from 1. */
const PLACE = /\bline:? (\d+)[:,] ?(?:col: )?(\d+): ?/i;
const unplaced = (message: string): string => message.replace(PLACE, '');

function namedSpan(message: string, sent: string): Span | undefined {
  const [, line, column] = PLACE.exec(message) ?? [];
  if (line === undefined || column === undefined) return unknownSpan(message, sent);
  const before = sent.split('\n').slice(0, Number(line) - 1);
  const start = before.reduce((total, text) => total + text.length + 1, 0) + Number(column) - 1;
  if (start > sent.length) return undefined;
  const token = tokenize(sent).find(({ end }) => end > start);
  return { start, end: token === undefined ? start + 1 : token.end };
}

/** Of a stream or table that there is not ksqlDB says the name alone: where that first stands in the statement. */
function unknownSpan(message: string, sent: string): Span | undefined {
  const [, name] = UNKNOWN.exec(message) ?? [];
  if (name === undefined) return undefined;
  return tokenize(sent).find(({ kind, text }) => (kind === 'word' || kind === 'quoted') && text === name);
}

const UNKNOWN = /(?:^|\s)(\S+) does not exist\.(?:\n|$)/;

function placeOf(
  span: Span | undefined,
  failed: FailedStatement,
): { readonly at: SourcePosition; readonly source?: string } | undefined {
  const { text, file, statement } = failed;
  const sent = sentText(failed);
  if (span === undefined) {
    // Where a script is long, its line helps; where one statement was typed, it is clear.
    return file === undefined ? undefined : { at: positionOf(text, statement.span, file) };
  }
  // With variables in it, the text that was sent is another than the script's.
  if (sent !== statement.text) return { at: positionOf(sent, span), source: sent };
  const { start } = statement.span;
  return { at: positionOf(text, { start: start + span.start, end: start + span.end }, file), source: text };
}

function sentText({ statement, session }: FailedStatement): string {
  try {
    return substituteVariables(statement.text, session.variables);
  } catch {
    return statement.text;
  }
}

const indent = (line: string): string => `  ${line}`;
