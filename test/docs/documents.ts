import { readFileSync, writeFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);

/** A file of the repository, by its path from the root. */
export const textOf = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

/** The fenced blocks of a document whose info string is `info`. */
export function blocksOf(document: string, info: string): string[] {
  const blocks = document.matchAll(/^```([^\n`]*)\n([\s\S]*?)^```$/gm);
  return [...blocks].flatMap(([, found, body]) => (found === info && body !== undefined ? [body] : []));
}

/**
 * Expects a part of a document, between `<!-- NAME -->` and `<!-- /NAME -->`, to be what the code says. With
 * UPDATE_DOCS=1 it is written there instead, where it differs.
 */
export function expectGenerated(path: string, name: string, wanted: string): void {
  const text = textOf(path);
  const [open, close] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [start, end] = [text.indexOf(open) + open.length, text.indexOf(close)];
  if (start < open.length || end < start) throw new Error(`${path} has no place for ${name}`);
  const found = text.slice(start, end);
  if (process.env.UPDATE_DOCS === '1' && unpadded(found) !== unpadded(`\n${wanted}\n`)) {
    writeFileSync(new URL(path, ROOT), `${text.slice(0, start)}\n${padded(wanted)}\n${text.slice(end)}`);
    return;
  }
  // when this fails: UPDATE_DOCS=1 npm test -- test/docs && npm run format
  expect(unpadded(found)).toBe(unpadded(`\n${wanted}\n`));
}

/** Tables may be padded or not: that alone is no difference. */
const unpadded = (text: string): string =>
  text.replace(/^\|.*$/gm, (row) => row.replace(/(-{3})-+|( ) +/g, '$1$2'));

/** Every table with columns of one width. */
const padded = (text: string): string =>
  text.replace(/(?:^\|.*\n)+/gm, (table) => {
    const rows = table
      .trimEnd()
      .split('\n')
      .map((row) => row.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));
    const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
    const cell = (value: string, i: number): string =>
      value === '---' ? '-'.repeat(widths[i] ?? 0) : value.padEnd(widths[i] ?? 0);
    return rows.map((row) => `| ${row.map(cell).join(' | ')} |\n`).join('');
  });
