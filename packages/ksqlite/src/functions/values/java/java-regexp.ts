import { FunctionError } from '../../function-error.ts';

/**
 * Java's regular expressions as JavaScript's. The two are close; what differs and is in use is translated: leading
 * flags, `\Q…\E`, `\A \z \h`, ASCII `\s`, and POSIX classes. What JavaScript cannot do (possessive quantifiers,
 * intersections of classes) is refused.
 */
export function javaRegExp(pattern: string): RegExp {
  const [, flags = '', body = ''] = /^(?:\(\?([ismu]+)\))?([\s\S]*)$/.exec(pattern) ?? [];
  const source = translated(body);
  const unicode = /\\[pP]\{/.test(source) ? 'u' : '';
  try {
    return new RegExp(source, `g${unicode}${flags.replace('u', '')}`);
  } catch (cause) {
    throw new FunctionError(`Invalid regular expression pattern: ${pattern}`, { cause });
  }
}

const SPACES = ' \\t\\n\\v\\f\\r';

/** POSIX and Java classes, as what stands between brackets. */
const CLASSES: ReadonlyMap<string, string> = new Map([
  ['Alpha', 'a-zA-Z'],
  ['Digit', '0-9'],
  ['Alnum', 'a-zA-Z0-9'],
  ['Upper', 'A-Z'],
  ['Lower', 'a-z'],
  ['Punct', '!-\\/:-@\\[-`{-~'],
  ['Space', SPACES],
  ['Blank', ' \\t'],
  ['XDigit', '0-9a-fA-F'],
  ['ASCII', '\\x00-\\x7F'],
]);

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\A', '^'],
  ['\\z', '$'],
  ['\\Z', '(?=\\n?$)'],
  ['\\a', '\\x07'],
  ['\\e', '\\x1B'],
]);

const token = /\\Q([\s\S]*?)(?:\\E|$)|\\[pP]\{(\w+)\}|\\[\s\S]|[[\]]|&&|[?*+}]\+|[\s\S]/g;

function translated(pattern: string): string {
  let inClass = false;
  let result = '';
  for (const [text, quoted, name] of pattern.matchAll(token)) {
    if (quoted !== undefined) result += quoted.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    else if (name !== undefined) result += classText(text, name, inClass);
    else if (text.startsWith('\\')) result += escapeText(text, inClass);
    else if (inClass ? text === '[' || text === '&&' : text.length === 2 && text !== '&&')
      throw unsupported(pattern);
    else {
      if (text === '[' || text === ']') inClass = text === '[';
      result += text;
    }
  }
  return result;
}

const unsupported = (pattern: string): FunctionError =>
  new FunctionError(`Regular expression pattern not supported by this engine: ${pattern}`);

function classText(text: string, name: string, inClass: boolean): string {
  const members = CLASSES.get(name);
  if (members === undefined) return text;
  if (inClass) return text.startsWith('\\P') ? text : members;
  return `[${text.startsWith('\\P') ? '^' : ''}${members}]`;
}

function escapeText(text: string, inClass: boolean): string {
  if (text === '\\s') return inClass ? SPACES : `[${SPACES}]`;
  if (text === '\\S') return inClass ? text : `[^${SPACES}]`;
  if (text === '\\h') return inClass ? ' \\t\\xA0' : '[ \\t\\xA0]';
  return inClass ? text : (ESCAPES.get(text) ?? text);
}

/** How many groups a pattern captures. */
export const groupCount = (regexp: RegExp): number =>
  (new RegExp(`${regexp.source}|`, regexp.flags).exec('')?.length ?? 1) - 1;

type Replacement = (match: RegExpExecArray | RegExpMatchArray) => string;

/** A replacement as `Matcher.appendReplacement` reads it: `$1`, `${name}`, and a backslash before what is literal. */
export function javaReplacement(text: string, groups: number): Replacement {
  const parts = [...text.matchAll(/\\([\s\S]?)|\$\{(\w+)\}|\$(\d+)|\$|[^\\$]+/g)].map((m) => part(m, groups));
  return (match) => parts.map((write) => write(match)).join('');
}

function part([text, literal, name, digits]: RegExpMatchArray, groups: number): Replacement {
  if (literal !== undefined && literal !== '') return () => literal;
  if (name !== undefined) return (match) => match.groups?.[name] ?? '';
  if (digits !== undefined) return numbered(digits, groups);
  if (text === '$' || text === '\\')
    throw new FunctionError('Illegal group reference or escape in a replacement');
  return () => text;
}

/** As many digits as still name a group belong to the reference; the rest is text. */
function numbered(digits: string, groups: number): Replacement {
  let length = 1;
  while (length < digits.length && Number(digits.slice(0, length + 1)) <= groups) length++;
  const group = Number(digits.slice(0, length));
  if (group > groups) throw new FunctionError(`No group ${group}`);
  const rest = digits.slice(length);
  return (match) => (match[group] ?? '') + rest;
}
