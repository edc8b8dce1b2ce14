import { KsqlError } from '../../errors/ksql-error.ts';
import type { Token } from '../../sql/lexer/token.ts';
import { positionOf } from '../../sql/source-text.ts';

/** A statement of the shell's own that is not as it should be. */
export const syntaxError = (text: string, token: Token | undefined, message: string): KsqlError =>
  new KsqlError('SQL_SYNTAX', message, {
    at: token === undefined ? undefined : positionOf(text, token),
    source: text,
  });
