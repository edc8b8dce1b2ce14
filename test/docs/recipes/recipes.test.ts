/**
 * CONTRIBUTING's recipes are followed to the letter: each block is applied, the build fails where the recipe says it does and
 * nowhere in the end, and the tests that the recipe names pass.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { textOf } from '../documents.ts';
import { Build, ROOT } from './build.ts';
import { apply, recipeNamed } from './recipe.ts';

/** In this order: a clause plans the step that an operator carries out. */
const RECIPES = ['Add a function', 'Add an operator', 'Add a clause', 'Add a statement'].map(recipeNamed);

/** Texts by path from the root, as the recipes leave them. */
const changed = new Map<string, string>();
const build = new Build();

/** What imports one of the files: all others can't know what is new in them. */
const importsOf = (paths: Iterable<string>): RegExp =>
  new RegExp(`/(${[...paths].map((path) => basename(path).replaceAll('.', '\\.')).join('|')})'`);
const before = (path: string): string | undefined =>
  changed.get(path) ?? (existsSync(join(ROOT, path)) ? textOf(path) : undefined);

test.each(RECIPES)(
  '$name: its blocks fit, and the build fails where it says',
  ({ steps }) => {
    const own: string[] = [];
    let tables = 0;
    for (const step of steps) {
      if (step.kind === 'failing build') {
        const failing = build
          .problems(changed, own, importsOf(own))
          .map((problem) => problem.replace(/: .*/s, ''));
        expect([...new Set(failing)].sort()).toEqual([...step.files].sort());
        tables++;
      } else if (step.kind !== 'tests') {
        changed.set(step.path, apply(step, before(step.path)));
        own.push(step.path);
      }
    }
    expect(own.length).toBeGreaterThan(2);
    expect(tables).toBeLessThan(2);
  },
  300_000,
);

test('in the end all of it builds', () => {
  expect(build.problems(changed, [...changed.keys()], importsOf(changed.keys()))).toEqual([]);
}, 300_000);

test('in the end the tests pass that the recipes name, and the linter has nothing to say', () => {
  const folder = mkdtempSync(join(tmpdir(), 'recipes-'));
  try {
    copyRepository(folder);
    for (const [path, text] of changed) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const paths = RECIPES.flatMap(({ steps }) =>
      steps.flatMap((step) => (step.kind === 'tests' ? step.paths : [])),
    );
    const named = paths.filter((path) => path.startsWith('packages/'));
    expect(run(folder, 'node_modules/jest/bin/jest.js', [...named, '--colors=false'])).toContain('passed');
    run(folder, 'node_modules/@biomejs/biome/bin/biome', ['check', ...changed.keys()]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 600_000);

/** The package, what runs its tests, and links to what is installed. */
function copyRepository(folder: string): void {
  for (const part of ['packages/ksqlite/src', 'packages/ksqlite/test', 'packages/ksqlite/package.json'])
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  for (const file of ['package.json', 'tsconfig.json', 'biome.json'])
    cpSync(join(ROOT, file), join(folder, file));
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    const target = name === 'ksqlite' ? join(folder, 'packages/ksqlite') : join(ROOT, 'node_modules', name);
    symlinkSync(target, join(folder, 'node_modules', name));
  }
  // no broker is needed, and none is started
  const config = /globalSetup|globalTeardown|rootDir>\/test'/;
  const lines = textOf('jest.config.js').split('\n');
  const kept = lines.map((line) =>
    line.includes('roots:') ? "  roots: ['<rootDir>/packages/ksqlite/test']," : line,
  );
  writeFileSync(join(folder, 'jest.config.js'), kept.filter((line) => !config.test(line)).join('\n'));
}

/** @returns what it said. Throws when it fails. */
function run(folder: string, program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--experimental-vm-modules', '--no-warnings', join(folder, program), ...args],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' }, maxBuffer: 2 ** 26 },
  );
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}\n${stdout}\n${stderr}`);
  return `${stdout}${stderr}`;
}
