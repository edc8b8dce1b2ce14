import { parseStatements } from '../../../sql/parser/parse.ts';
import { formatStatement } from '../../../sql/printer/format-statement.ts';
import { ANY_NAMED_TYPE } from '../../../types/named-types.ts';

/** Whether two texts are one statement: character by character, or but for blanks, comments and the case of names. */
export function sameStatement(a: string, b: string): boolean {
  if (a.trim() === b.trim()) return true;
  const canonical = canonicalText(a);
  return canonical !== undefined && canonical === canonicalText(b);
}

function canonicalText(sql: string): string | undefined {
  try {
    return parseStatements(sql, { types: ANY_NAMED_TYPE })
      .map(({ statement }) => formatStatement(statement))
      .join('\n');
  } catch {
    return undefined; // a server may write what our parser does not read
  }
}
