/**
 * `npm run build`: makes the package that is published, in packages/ksqlite/dist. `npm pack` there gives the tarball.
 *
 * tsc compiles file for file: JavaScript, declarations, and maps from declarations to the sources, which are published
 * too. JavaScript needs no maps: it is the sources without their types.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPage } from './build-page.ts';
import { copyDocuments } from './copy-documents.ts';
import { type Manifest, publishedManifest } from './published-manifest.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PACKAGE = join(ROOT, 'packages/ksqlite');
const DIST = join(PACKAGE, 'dist');

/** tsc leaves the endings of imports in declarations as they are, and compilers before 5.7 don't know them there. */
function renameImports(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.d.ts')) continue;
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replaceAll(/(\bfrom |\bimport\()(['"])(\.[^'"]+)\.ts\2/g, '$1$2$3.js$2'));
  }
}

rmSync(DIST, { recursive: true, force: true });
execFileSync(
  process.execPath,
  [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', join(PACKAGE, 'tsconfig.build.json')],
  { stdio: 'inherit' },
);
renameImports(join(DIST, 'lib'));
chmodSync(join(DIST, 'lib/cli/main.js'), 0o755);
cpSync(join(PACKAGE, 'src'), join(DIST, 'src'), {
  recursive: true,
  filter: (path) => path !== join(PACKAGE, 'src/internals.ts'),
});
await buildPage(join(DIST, 'page'));
cpSync(join(PACKAGE, 'README.md'), join(DIST, 'README.md'));
copyDocuments(join(ROOT, 'docs'), join(DIST, 'docs'));
cpSync(join(ROOT, 'LICENSE'), join(DIST, 'LICENSE'));
const manifest = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as Manifest;
writeFileSync(join(DIST, 'package.json'), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
