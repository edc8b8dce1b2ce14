/** What register.mjs gives to Node: how a `.ts` file is found, and what its JavaScript is. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from './compile.mjs';

/** A file beside another is there, as it is named: Node would look for its package and for links. */
export function resolve(specifier, context, nextResolve) {
  const { parentURL } = context;
  if (!specifier.startsWith('.') || !specifier.endsWith('.ts') || !parentURL?.startsWith('file:'))
    return nextResolve(specifier, context);
  return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true };
}

export function load(url, context, nextLoad) {
  const { protocol, pathname, search } = new URL(url);
  if (protocol !== 'file:' || !pathname.endsWith('.ts')) return nextLoad(url, context);
  const file = fileURLToPath(search === '' ? url : url.slice(0, -search.length));
  return {
    format: 'module',
    source: compile(readFileSync(file, 'utf8'), basename(file)),
    shortCircuit: true,
  };
}
