/** KEY_DELIMITER and VALUE_DELIMITER of DELIMITED data, checked as ksqlDB checks them (its FormatProperties and Delimiter). */
import type { Property } from '../../sql/ast/statement.ts';
import { type PlanContext, refuseUnlessStored } from '../plan-context.ts';

/** What separates the fields of a key and of a value. */
export interface Delimiters {
  readonly key: string;
  readonly value: string;
}

const NAMED: Readonly<Record<string, string>> = { SPACE: ' ', TAB: '\t' };
export const DEFAULT_DELIMITER = ',';

/**
 * The delimiter that a statement says, or the inherited one. Throws KsqlError.
 *
 * @param inherited of the source that a stream or table is made of; ksqlDB inherits it only where the format is the same
 */
export function delimiter(
  context: PlanContext,
  said: Property | undefined,
  format: string,
  inherited: string = DEFAULT_DELIMITER,
): string {
  if (said === undefined) return format === 'DELIMITED' || context.rules < 3 ? inherited : DEFAULT_DELIMITER;
  if (format !== 'DELIMITED')
    refuseUnlessStored(
      context,
      said.name.span,
      `${format} does not support the following configs: [delimiter]`,
      `leave ${said.name.text} out, or say ${said.name.text.replace('DELIMITER', 'FORMAT')}='DELIMITED'`,
    );
  const text = String(said.value);
  if (text.trim() === '')
    refuseUnlessStored(
      context,
      said.valueSpan,
      "Delimiter cannot be empty, if you meant to have a tab or space for delimiter, please use the special values 'TAB' or 'SPACE'",
      `${said.name.text}='TAB'`,
    );
  const named = NAMED[context.rules < 3 ? text.toUpperCase() : text];
  if (named !== undefined) return named;
  if (text.length !== 1)
    refuseUnlessStored(
      context,
      said.valueSpan,
      `Invalid delimiter value: '${text}'. Delimiter must be a single character or TAB,SPACE`,
      `${said.name.text}=';'`,
    );
  if (/[\r\n]/.test(text))
    refuseUnlessStored(context, said.valueSpan, 'The delimiter cannot be a line break');
  return text;
}
