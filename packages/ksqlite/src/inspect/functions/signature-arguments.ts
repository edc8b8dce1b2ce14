export interface SignatureArgument {
  readonly name: string;
  /** As functions name types: VARCHAR and INT for STRING and INTEGER, a generic by its letter. */
  readonly type: string;
  readonly description: string;
  readonly isVariadic: boolean;
}

/** What is between the parentheses of `NAME(label TYPE, TYPE...)`. */
export const signatureArguments = (signature: string): readonly SignatureArgument[] =>
  atCommas(signature.slice(signature.indexOf('(') + 1, signature.lastIndexOf(')')))
    .filter((text) => text !== '*')
    .map((text) => {
      const [, name = '', type = text] = /^([a-z]\w*) (.+)$/.exec(text) ?? [];
      const isVariadic = type.endsWith('...');
      return { name, type: functionType(type.replace('...', '')), description: '', isVariadic };
    });

/** A type's text as DESCRIBE FUNCTION writes it. */
export const functionType = (text: string): string =>
  text
    .replace(/\bSTRING\b/g, 'VARCHAR')
    .replace(/\bINTEGER\b/g, 'INT')
    .replace(/\bDECIMAL\(.*?\)/g, 'DECIMAL');

/** Split at the commas that are in no brackets. */
export function atCommas(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '<' || char === '(') depth++;
    // not the one of an arrow
    else if (char === ')' || (char === '>' && text[i - 1] !== '=')) depth--;
    else if (char === ',' && depth === 0) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  const last = text.slice(start).trim();
  return last === '' ? parts : [...parts, last];
}
