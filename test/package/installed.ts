import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The packages of a node_modules folder by name, sorted; those of a scope as `@scope/name`. */
export function packagesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(folder, name)).map((one) => `${name}/${one}`) : [name],
    )
    .sort();
}

/** `name@version` of packages that are installed in a project. */
export function installedVersions(project: string, names: readonly string[]): readonly string[] {
  return names.map((name) => {
    const manifest = join(project, 'node_modules', name, 'package.json');
    return `${name}@${JSON.parse(readFileSync(manifest, 'utf8')).version}`;
  });
}
