import { FunctionError } from '../../../function-error.ts';
import { groupOf, type JavaRegex, type RegexMatch } from './java-regex.ts';

/**
 * What stands in place of a match, as `Matcher.appendReplacement` reads it: `$1`, `${name}`, and a backslash before what
 * is itself. Throws FunctionError for a group that is not there.
 */
export function replacement(text: string, regex: JavaRegex): (match: RegexMatch) => string {
  const parts = Array.from(text.matchAll(PART), (found) => part(found, regex));
  return (match) => {
    let result = '';
    for (const write of parts) result += write(match);
    return result;
  };
}

const PART = /\\([\s\S]?)|\$\{([^}]*)\}?|\$([0-9]+)|\$|[^\\$]+/g;

type Write = (match: RegexMatch) => string;

function part([text, escaped, name, digits]: RegExpMatchArray, regex: JavaRegex): Write {
  if (escaped !== undefined && escaped !== '') return () => escaped;
  if (name !== undefined && text.endsWith('}')) return named(name, regex);
  if (digits !== undefined) return numbered(digits, regex.groups);
  if (text.startsWith('$') || text === '\\')
    throw new FunctionError('Illegal group reference or escape in a replacement');
  return () => text;
}

function named(name: string, { names }: JavaRegex): Write {
  const group = names.get(name);
  if (group === undefined) throw new FunctionError(`No group with name {${name}}`);
  return (match) => groupOf(match, group) ?? '';
}

/** As many digits as still name a group belong to the reference; the rest is text. */
function numbered(digits: string, groups: number): Write {
  let length = 1;
  while (length < digits.length && Number(digits.slice(0, length + 1)) <= groups) length++;
  const group = Number(digits.slice(0, length));
  if (group > groups) throw new FunctionError(`No group ${group}`);
  const rest = digits.slice(length);
  return (match) => (groupOf(match, group) ?? '') + rest;
}
