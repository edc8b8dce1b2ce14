import { KsqlError } from '../errors/ksql-error.ts';
import type { Token } from './lexer/token.ts';
import { tokenize } from './lexer/tokenize.ts';
import { positionOf } from './source-text.ts';

/**
 * Replaces `${name}` by its value, where ksqlDB does: as a name, as a literal, and inside strings. Names of variables
 * have no case. Unknown variables stay: inside a string they may be text, elsewhere the parser refuses them. `$${name}` in a
 * string is the text `${name}` (VariableSubstitutor; commons-text's StringSubstitutor: `$` escapes, whatever is defined).
 *
 * @throws KsqlError SQL_SYNTAX for a value that would be more than one name or literal where it is used, so that no
 * value can smuggle in a clause or a statement.
 */
export function substituteVariables(text: string, variables: ReadonlyMap<string, string>): string {
  if (!text.includes('${') || (variables.size === 0 && !text.includes('$${'))) return text;
  const values = new Map([...variables].map(([name, value]) => [name.toUpperCase(), value]));
  let result = '';
  let copied = 0;
  for (const token of tokenize(text)) {
    const replacement = replacementOf(text, token, values);
    if (replacement === undefined) continue;
    result += text.slice(copied, token.start) + replacement;
    copied = token.end;
  }
  return result + text.slice(copied);
}

type Values = ReadonlyMap<string, string>;

function replacementOf(text: string, token: Token, values: Values): string | undefined {
  if (token.kind === 'string') return inString(text.slice(token.start, token.end), values);
  if (token.kind !== 'variable') return undefined;
  const value = values.get(token.text.toUpperCase());
  if (value === undefined || isSingle(value)) return value;
  throw new KsqlError(
    'SQL_SYNTAX',
    `the value of ${text.slice(token.start, token.end)} is neither a name nor a literal`,
    {
      at: positionOf(text, token),
      hint: `it is ${value}; a text needs quotes of its own: DEFINE ${token.text} = '''…''';`,
      source: text,
    },
  );
}

/** The value is text there: its quotes are doubled. */
const inString = (written: string, values: Values): string =>
  written.replace(/\$(\$\{)|\$\{([A-Za-z_][A-Za-z0-9_@]*)\}/g, (whole, escaped?: string, name = '') => {
    if (escaped !== undefined) return escaped;
    const value = values.get(name.toUpperCase());
    return value === undefined ? whole : value.replaceAll("'", "''");
  });

/** Whether a value is one name or one literal, perhaps with a sign. */
function isSingle(value: string): boolean {
  const [first, second, third] = tokenize(value);
  if (first === undefined || second === undefined) return false;
  if (first.kind === 'symbol' && first.text === '-') return isNumber(second) && third?.kind === 'end';
  const single =
    first.kind === 'word' || first.kind === 'quoted' || first.kind === 'string' || isNumber(first);
  return single && second.kind === 'end' && value.trim() === value.slice(first.start, first.end);
}

const isNumber = ({ kind }: Token): boolean => kind === 'integer' || kind === 'decimal' || kind === 'double';
