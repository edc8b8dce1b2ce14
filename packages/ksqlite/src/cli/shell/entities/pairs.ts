import type { Colors } from '../colors.ts';
import { visible } from '../table/cell-text.ts';

/** `name  value` a line, the values below one another; those without a value are left out. */
export function pairLines(
  pairs: readonly (readonly [string, string | undefined])[],
  colors: Colors,
): readonly string[] {
  const shown = pairs.filter((pair): pair is readonly [string, string] => (pair[1] ?? '') !== '');
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown.flatMap(([name, value]) =>
    value
      .split('\n')
      .map((line, at) => `${colors.bold((at === 0 ? name : '').padEnd(width))}  ${visible(line)}`),
  );
}

/** A heading and what is below it; nothing for nothing. */
export const section = (heading: string, lines: readonly string[], colors: Colors): readonly string[] =>
  lines.length === 0 ? [] : ['', colors.bold(heading), ...lines.map((line) => `  ${line}`)];

/** Lines of a text of the server, which may use tabs. */
export const textLines = (text: string): readonly string[] =>
  text.replaceAll('\t', '  ').trimEnd().split('\n').map(visible);
