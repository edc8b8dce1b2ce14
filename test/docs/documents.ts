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
 * UPDATE_DOCS=1 it is written there instead.
 */
export function expectGenerated(path: string, name: string, wanted: string): void {
  const text = textOf(path);
  const [open, close] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [start, end] = [text.indexOf(open) + open.length, text.indexOf(close)];
  if (start < open.length || end < start) throw new Error(`${path} has no place for ${name}`);
  if (process.env.UPDATE_DOCS === '1') {
    writeFileSync(new URL(path, ROOT), `${text.slice(0, start)}\n${wanted}\n${text.slice(end)}`);
    return;
  }
  // when this fails: UPDATE_DOCS=1 npm test -- test/docs && npm run format
  expect(unpadded(text.slice(start, end))).toBe(unpadded(`\n${wanted}\n`));
}

/** The formatter pads tables. */
const unpadded = (text: string): string =>
  text.replace(/^\|.*$/gm, (row) => row.replace(/(-{3})-+|( ) +/g, '$1$2'));
