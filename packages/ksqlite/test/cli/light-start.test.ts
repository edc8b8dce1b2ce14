/**
 * Which code a command loads before it knows what it was asked for. `--help`, a mistake in an option, and programs that use
 * `ksqlite/cli` without an engine pay for it at every start, 1 to 3 ms a module.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

/** The files that are loaded with a file: what it imports as values, and what these import. */
function loadedWith(entry: string): readonly string[] {
  const loaded = new Set([join(SRC, entry)]);
  for (const file of loaded) for (const next of valueImports(file)) loaded.add(next);
  return [...loaded].map((file) => relative(SRC, file).split(sep).join('/'));
}

/** By their text: Biome writes all of them in one way, and a parser would take longer than all the rest. */
const valueImports = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type\b)[^;']*?\bfrom '(\.[^']+)';/gm)].map(
    ([, specifier = '']) => join(dirname(file), specifier),
  );

const ENGINE =
  /^(analysis|engine|expressions|functions|operators|plan|runtime|server\/(?!http\/auth)|state|topology)\//;

test('the program loads a command when that is asked for', () => {
  expect(
    loadedWith('cli/run-ksqlite.ts').filter((file) => !/^(cli|clock|errors|sql\/messages)\//.test(file)),
  ).toEqual([]);
});

test.each([
  ['cli/index.ts', 60],
  ['cli/dev/dev-command.ts', 50],
  ['cli/server/server-command.ts', 50],
  ['topics/index.ts', 20],
])('%s loads no engine, and %i files at most', (entry, most) => {
  const loaded = loadedWith(entry);
  expect(loaded.filter((file) => ENGINE.test(file))).toEqual([]);
  expect(loaded.length).toBeLessThanOrEqual(most);
});

test('what runs the files does load one', () => {
  expect(loadedWith('cli/dev/run-project.ts').filter((file) => ENGINE.test(file)).length).toBeGreaterThan(
    100,
  );
});
