/**
 * The documents that are published with the package: what its users read. Those of the assembly line and of the internals stay in the
 * repository, as do pictures; a link to something that is not published becomes its text.
 */
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const LEFT_OUT: readonly string[] = [
  'README.md',
  'internals',
  'guide/pictures',
  'guide/line.md',
  'guide/distributed.md',
  'guide/diagnostics.md',
];

/** @param from the folder docs of the repository */
export function copyDocuments(from: string, to: string): void {
  cpSync(from, to, { recursive: true, filter: (path) => !LEFT_OUT.includes(relative(from, path)) });
  for (const name of readdirSync(to, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.md')) unlink(join(to, name), to);
}

const LINK = /(!?)\[([^\]]*)\]\(([^)\s]+)\)/g;

function unlink(file: string, root: string): void {
  const text = readFileSync(file, 'utf8').replaceAll(
    LINK,
    (link, isImage: string, shown: string, target: string) => {
      if (target.startsWith('#') || /^[a-z]+:/.test(target)) return link;
      const path = resolve(dirname(file), target.replace(/#.*/, ''));
      if (!relative(root, path).startsWith('..') && existsSync(path)) return link;
      return isImage === '' ? shown : '';
    },
  );
  writeFileSync(file, text);
}
