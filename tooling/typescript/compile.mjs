/**
 * TypeScript → JavaScript, by esbuild. What was compiled is kept in node_modules/.cache, under a hash of its text: a file is
 * compiled once, whatever copy of the checkout it is in, and esbuild is loaded where something is new alone. Where that folder
 * can't be written (an image that is read only) nothing is kept.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
/** Another one with each change of what is done here. */
const VERSION = `1 ${require('esbuild/package.json').version}`;
const KEPT = fileURLToPath(new URL('../../node_modules/.cache/typescript', import.meta.url));

/**
 * @param name the file's, without its folder: maps name the source beside the module
 * @returns JavaScript with its source map
 * @throws Error of esbuild, for a text that is not TypeScript
 */
export function compile(text, name) {
  const hash = createHash('sha1').update(`${VERSION} ${name}\n`).update(text).digest('hex');
  const file = join(KEPT, `${hash}.mjs`);
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const code = compiled(text, name);
    keep(file, code);
    return code;
  }
}

function compiled(text, name) {
  const { code } = require('esbuild').transformSync(text, {
    loader: 'ts',
    format: 'esm',
    target: 'node20',
    sourcefile: name,
    sourcemap: 'inline',
    sourcesContent: false,
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  return code;
}

/** Whole or not at all: another process may do the same at the same time. */
function keep(file, code) {
  const half = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    mkdirSync(KEPT, { recursive: true });
    writeFileSync(half, code);
    renameSync(half, file);
  } catch {
    // the next start compiles it again
  }
}
