import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { transformSync } from '@swc/core';
import { linkModules } from '../tooling/link-modules.ts';

/** A checkout's sources as JavaScript, in a folder of their own. */
export interface Compiled {
  readonly root: string;
  readonly remove: () => void;
}

/** What becomes of a file's text before it is compiled; `path` as from the checkout. */
export type Edit = (path: string, text: string) => string;

const PACKAGE = 'packages/ksqlite';
const COMPILED = ['src', 'faults', `${PACKAGE}/src`];
const OPTIONS = {
  isModule: true,
  sourceMaps: 'inline',
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript' },
    transform: { verbatimModuleSyntax: true },
    rewriteRelativeImportExtensions: true,
  },
} as const;

/**
 * Compiles the engine, the line and the simulator once, for all processes that run it, with or without a bug in it.
 */
export function compiled(root: string, edit: Edit = (_, text) => text): Compiled {
  const into = mkdtempSync(join(tmpdir(), 'faults-'));
  for (const path of sourcesOf(root)) {
    const text = edit(path, readFileSync(join(root, path), 'utf8'));
    const to = join(into, path.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(
      to,
      path.endsWith('.ts') ? transformSync(text, { ...OPTIONS, filename: join(root, path) }).code : text,
    );
  }
  cpSync(join(root, 'package.json'), join(into, 'package.json'));
  const own = readFileSync(join(root, PACKAGE, 'package.json'), 'utf8');
  writeFileSync(join(into, PACKAGE, 'package.json'), own.replaceAll(/(\.\/src\/[^"]*)\.ts"/g, '$1.js"'));
  linkModules(root, into);
  return { root: into, remove: () => rmSync(into, { recursive: true, force: true }) };
}

function sourcesOf(root: string): readonly string[] {
  const within = (folder: string, ending: string): string[] =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith(ending))
      .map((name) => join(folder, name));
  return [...COMPILED.flatMap((folder) => within(folder, '.ts')), ...within('ksql', '.sql')];
}
