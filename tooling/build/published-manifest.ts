/** What is read of packages/ksqlite/package.json; all other fields are published as they are. */
export interface Manifest {
  readonly exports: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** The checkout's alone: the package is private there, and runs from its sources. */
const OWN_FIELDS: readonly string[] = ['private', 'scripts', 'devDependencies'];
const OWN_EXPORTS: readonly string[] = ['./internals'];

/**
 * The package.json that is published. In the checkout `exports` names sources, so that nothing has to be built to run
 * them; here it names what was built of each.
 *
 * @throws Error when `exports` names something that is not a source
 */
export function publishedManifest(manifest: Manifest): Readonly<Record<string, unknown>> {
  const fields = Object.entries(manifest).filter(([field]) => !OWN_FIELDS.includes(field));
  const entries = Object.entries(manifest.exports).filter(([entry]) => !OWN_EXPORTS.includes(entry));
  return {
    ...Object.fromEntries(fields),
    bin: { ksqlite: './lib/cli/main.js' },
    exports: {
      ...Object.fromEntries(entries.map(([entry, source]) => [entry, builtFiles(source)])),
      './package.json': './package.json',
    },
    // page: what the server serves; src: where an editor goes from a declaration; docs: the guides
    files: ['lib', 'page', 'src', 'docs'],
    sideEffects: ['./lib/cli/main.js'],
  };
}

function builtFiles(source: string): { readonly types: string; readonly default: string } {
  const path = /^\.\/src\/(.+)\.ts$/.exec(source)?.[1];
  if (path === undefined) throw new Error(`exports: ${source} is not a source`);
  return { types: `./lib/${path}.d.ts`, default: `./lib/${path}.js` };
}
