import { KsqlError } from '../../../src/errors/ksql-error.ts';
import { formatError } from '../../../src/sql/messages/format-error.ts';
import { parseStatements } from '../../../src/sql/parser/parse.ts';

/** The message for a text that does not parse, as a person sees it; `undefined` when it does parse. */
export function messageFor(text: string, file?: string): string | undefined {
  try {
    parseStatements(text, { file });
    return undefined;
  } catch (error) {
    if (error instanceof KsqlError) return formatError(error);
    throw error;
  }
}

/** A test that the text is refused with this message, which begins on the line after the backtick. */
export function refuses(text: string, message: string): void {
  it(text.split('\n', 1)[0] || 'an empty line', () => {
    expect(`\n${messageFor(text)}`).toBe(message);
  });
}
