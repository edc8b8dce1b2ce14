import type { RecordHeader } from '../log/topics/log-record.ts';
import { array, BYTES, STRING, struct } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';

/** What a HEADERS column holds. */
export const HEADERS_TYPE = array(
  struct([
    { name: 'KEY', type: STRING },
    { name: 'VALUE', type: BYTES },
  ]),
);

/**
 * The value of a header column: the last header of the name, or all headers in their order. As ksqlDB's SourceBuilderUtils.
 *
 * @param name undefined: of a HEADERS column
 */
export function headerValue(name: string | undefined, headers: readonly RecordHeader[]): SqlValue {
  if (name === undefined) return headers.map(({ key, value }) => [key, value]);
  for (let i = headers.length - 1; i >= 0; i--) {
    const header = headers[i] as RecordHeader;
    if (header.key === name) return header.value;
  }
  return null;
}
