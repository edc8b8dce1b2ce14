import type { OptionValue, ProtoOption } from './proto-file.ts';

/** `option name = value;`, a line each. */
export const optionStatements = (options: readonly ProtoOption[]): readonly string[] =>
  options.map((option) => `option ${inlineOption(option)};\n`);

/** `name = value` */
export function inlineOption({ name, parenthesized, value }: ProtoOption): string {
  const left = parenthesized ? `(${name})` : name;
  if (value.kind === 'OPTION') return `${left}.${inlineOption(value.option)}`;
  if (value.kind === 'MAP') return `${left} = {\n${mapLines(value.entries)}}`;
  if (value.kind === 'LIST') return `${left} = ${inBrackets(value.items.map(printValue))}`;
  return `${left} = ${printValue(value)}`;
}

/** One in a line, several in lines of their own. */
export const inBrackets = (texts: readonly string[]): string =>
  texts.length === 1 ? `[${texts[0]}]` : `[\n${lines(texts)}]`;

const mapLines = (entries: ReadonlyMap<string, OptionValue>): string =>
  lines([...entries].map(([key, value]) => `${key}: ${printValue(value)}`));

/** With a comma behind each but the last, one level further in. */
const lines = (texts: readonly string[]): string =>
  texts
    .map((text, i) => (i < texts.length - 1 ? `${text},` : text))
    .flatMap((text) => text.replace(/\n+$/, '').split('\n'))
    .map((line) => `  ${line}\n`)
    .join('');

function printValue(value: OptionValue): string {
  switch (value.kind) {
    case 'STRING':
      return `"${escaped(value.text)}"`;
    case 'MAP':
      return `{\n${mapLines(value.entries)}}`;
    case 'LIST':
      return `[\n${lines(value.items.map(printValue))}]`;
    case 'OPTION':
      return inlineOption(value.option);
    default:
      return value.text;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
};

const escaped = (text: string): string => [...text].map((char) => ESCAPES[char] ?? char).join('');
