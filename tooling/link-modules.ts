/**
 * Gives another copy of this checkout the packages that are installed here. Each is a link of its own: the workspace's
 * packages are those of the copy, not of this checkout.
 */
import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * @param checkout with `node_modules/`
 * @param copy has the same layout; a workspace's package that it lacks is left out
 */
export function linkModules(checkout: string, copy: string): void {
  const from = join(realpathSync(checkout), 'node_modules');
  const to = join(copy, 'node_modules');
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    const real = realpathSync(join(from, name));
    const own = lstatSync(join(from, name)).isSymbolicLink() ? relative(realpathSync(checkout), real) : '';
    if (own === '' || own.startsWith(`..${sep}`)) symlinkSync(real, join(to, name));
    else if (existsSync(join(copy, own))) symlinkSync(join('..', own), join(to, name));
  }
}
