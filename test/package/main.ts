/**
 * `npm run test:package [-- --node PATH]`: tries the package as it is published. Builds it, packs it, checks the tarball
 * (publint, attw), installs it in an empty project and uses it there: plain JavaScript, strict TypeScript, Jest by two
 * compilers, Vitest, its program, and the program's page in a Chromium. Each runs on the Node that runs this, and on those that `--node` names.
 *
 * Not a part of `npm test`: it takes a minute or two, and needs npm's registry (or its cache) for what it installs.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installedVersions, packagesIn } from './installed.ts';
import { tryPage } from './page.ts';
import { tryProgram } from './program.ts';
import { npm, run } from './run.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DIST = join(ROOT, 'packages/ksqlite/dist');
const BIN = join(ROOT, 'node_modules/.bin');

/** What its users have beside it; the versions are those of this repository, so that npm has them in its cache. */
const TOOLS = ['typescript', '@types/node', 'jest', 'ts-jest', '@swc/core', '@swc/jest', 'vitest'];

const { values } = parseArgs({ options: { node: { type: 'string', multiple: true, default: [] } } });
const nodes = [process.execPath, ...values.node];

const work = mkdtempSync(join(tmpdir(), 'ksqlite-package-'));
try {
  const tarball = pack();
  run('publint', process.execPath, [join(BIN, 'publint'), 'run', tarball, '--strict'], ROOT);
  run('attw', process.execPath, [join(BIN, 'attw'), tarball, '--profile', 'esm-only'], ROOT);
  const project = join(work, 'project');
  cpSync(fileURLToPath(new URL('project', import.meta.url)), project, { recursive: true });
  npm('an empty project', ['init', '--yes', '--init-type', 'module'], project);
  npm('npm install of the tarball', ['install', '--prefer-offline', tarball], project);
  expectPackages(project);
  for (const node of nodes) {
    const title = versionOf(node);
    for (const folder of ['data', 'served']) rmSync(join(project, folder), { recursive: true, force: true });
    run(`JavaScript, ${title}`, node, ['plain.js'], project);
    await tryProgram(node, project, title);
    if (node === process.execPath) await tryPage(node, project, title);
  }
  const tools = installedVersions(ROOT, TOOLS);
  npm('npm install of tools', ['install', '--prefer-offline', '--save-dev', ...tools], project);
  run('tsc', process.execPath, ['node_modules/typescript/bin/tsc'], project);
  for (const node of nodes) tryTools(node, project);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Gives the tarball's path. */
function pack(): string {
  npm('build', ['run', '--silent', 'build'], ROOT);
  npm('pack', ['pack', '--silent', '--pack-destination', work], DIST);
  const [tarball] = readdirSync(work).filter((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack made no tarball');
  return join(work, tarball);
}

/** What a user gets with it: its dependencies and nothing of ours, and no Kafka client that was not asked for. */
function expectPackages(project: string): void {
  const { dependencies } = JSON.parse(readFileSync(join(DIST, 'package.json'), 'utf8'));
  const found = packagesIn(join(project, 'node_modules'));
  if (!existsSync(join(project, 'node_modules/ksqlite/docs/guide/enrich.md')))
    throw new Error('it brings no guides: docs/guide is not in the tarball');
  const wanted = ['ksqlite', ...Object.keys(dependencies)].sort();
  if (found.join() !== wanted.join())
    throw new Error(`it brings ${found.join(', ')}; its package.json names ${wanted.join(', ')}`);
}

function tryTools(node: string, project: string): void {
  const title = versionOf(node);
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--config'];
  run(`what tsc made, ${title}`, node, ['built/typed.js'], project);
  run(`ts-jest, ${title}`, node, [...jest, 'ts-jest.config.js'], project);
  run(`@swc/jest, ${title}`, node, [...jest, 'swc-jest.config.js'], project);
  run(`Vitest, ${title}`, node, ['node_modules/vitest/vitest.mjs', 'run'], project);
}

function versionOf(node: string): string {
  return `Node ${run(undefined, node, ['--version'], work).trim().slice(1)}`;
}
