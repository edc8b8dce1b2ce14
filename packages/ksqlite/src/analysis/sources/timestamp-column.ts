import type { Column } from '../../formats/codec.ts';
import { UnsupportedPatternError } from '../../functions/function-error.ts';
import { stringToTimestamp } from '../../functions/scalar/time/parse.ts';
import type { Source } from '../../metastore/source.ts';
import type { Span } from '../../sql/ast/span.ts';
import { STRING } from '../../types/sql-type.ts';
import { type PlanContext, planError } from '../plan-context.ts';
import type { SourceProperties } from './with-properties.ts';

/** WITH (TIMESTAMP='column' [, TIMESTAMP_FORMAT='pattern']), checked as ksqlDB checks it. Throws KsqlError. */
export function timestampColumn(
  context: PlanContext,
  span: Span,
  columns: readonly Column[],
  { timestamp, timestampFormat }: SourceProperties,
): Pick<Source, 'timestampColumn' | 'readTimestamp'> {
  if (timestamp === undefined) {
    if (timestampFormat !== undefined)
      throw planError(
        context,
        'SQL_INVALID',
        span,
        'TIMESTAMP_FORMAT says how a column is written, and TIMESTAMP which one: it is missing.',
        "WITH (TIMESTAMP='column', TIMESTAMP_FORMAT='yyyy-MM-dd HH:mm:ss')",
      );
    return { timestampColumn: undefined, readTimestamp: undefined };
  }
  const index = columns.findIndex((column) => column.name === timestamp);
  const type = columns[index]?.type.kind;
  if (type === undefined)
    throw planError(context, 'SQL_INVALID', span, `The TIMESTAMP column ${timestamp} does not exist.`);
  if (type !== 'STRING' && type !== 'BIGINT' && type !== 'TIMESTAMP')
    throw planError(
      context,
      'SQL_TYPE',
      span,
      `Timestamp column, \`${timestamp}\`, should be LONG(INT64), TIMESTAMP, or a String with a timestamp_format specified.`,
      'CAST it in a stream of its own',
    );
  if (type === 'STRING' && timestampFormat === undefined)
    throw planError(
      context,
      'SQL_INVALID',
      span,
      'A String timestamp field has been specified without also specifying the timestamp_format.',
      "WITH (…, TIMESTAMP_FORMAT='yyyy-MM-dd HH:mm:ss')",
    );
  if (type !== 'STRING' && timestampFormat !== undefined)
    throw planError(
      context,
      'SQL_INVALID',
      span,
      'TIMESTAMP_FORMAT is only for a TIMESTAMP column of type VARCHAR.',
      'leave TIMESTAMP_FORMAT out',
    );
  return {
    timestampColumn: index,
    readTimestamp: timestampFormat === undefined ? undefined : reader(context, span, timestampFormat),
  };
}

/** Reads as STRINGTOTIMESTAMP does; NaN for a text that is not of the pattern. */
function reader(context: PlanContext, span: Span, pattern: string): (text: string) => number {
  const text = { kind: 'value', type: STRING } as const;
  const parse = stringToTimestamp.bind([text, text], context.context)?.call as
    | ((value: string, pattern: string) => unknown)
    | undefined;
  if (parse === undefined) throw new Error('STRINGTOTIMESTAMP takes two texts');
  const wrong = patternProblem(parse, pattern);
  if (wrong !== undefined)
    throw planError(
      context,
      'SQL_INVALID',
      span,
      `TIMESTAMP_FORMAT '${pattern}' is no pattern of a time: ${wrong}`,
      "as in 'yyyy-MM-dd''T''HH:mm:ssX'",
    );
  return (value) => {
    try {
      return Number(parse(value, pattern));
    } catch {
      return Number.NaN;
    }
  };
}

/** How STRINGTOTIMESTAMP begins to say so. */
const NO_PATTERN = 'Invalid date and time pattern';

/** Any text will do to see whether the pattern is one: it fails as a text then, not as a pattern. */
function patternProblem(
  parse: (value: string, pattern: string) => unknown,
  pattern: string,
): string | undefined {
  try {
    parse('', pattern);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return error instanceof UnsupportedPatternError || message.startsWith(NO_PATTERN) ? message : undefined;
  }
}
