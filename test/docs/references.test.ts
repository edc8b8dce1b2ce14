/** Whatever a document names is there: files, folders, links, npm scripts, sub-commands. */
import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { textOf } from './documents.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS = ['.ci', 'bench', 'docs', 'faults', 'ksql', 'packages', 'src', 'test', 'tooling'];

/** Every file and folder of the repository, by its path from the root. */
const paths = FOLDERS.flatMap((folder) => [folder, ...pathsIn(folder)]);

function pathsIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return ['node_modules', 'dist'].includes(entry.name) ? [] : [path, ...pathsIn(path)];
  });
}

const DOCUMENTS = [
  ...readdirSync(ROOT).filter((file) => file.endsWith('.md')),
  ...paths.filter((path) => path.startsWith('docs/') && path.endsWith('.md')),
  'packages/ksqlite/README.md',
];

/** In backticks: a path of at least one folder, or a file of code by its name alone. */
const isPath = (text: string): boolean =>
  /^\.?[\w-]+\/[\w./-]*$/.test(text) || /^[a-z][\w-]*(\.test)?\.(ts|mjs|sql|md)$/.test(text);
/** What looks like a path and is none of the repository's. */
const ELSEWHERE =
  /^(data|ksqldb-data|log)\/$|^application\/|^ksqlite\/(testing|topics|kafka|server|schemas|cli|enrich|enrich\/http|connect)$|^tables\.sql$/;

/** As it is written from the root, or the end of such a path: documents leave out what is clear. */
const isThere = (text: string): boolean => {
  const wanted = text.replace(/\/$/, '');
  return (
    existsSync(join(ROOT, wanted)) || paths.some((path) => path === wanted || path.endsWith(`/${wanted}`))
  );
};

const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
const commands = [
  ...textOf('packages/ksqlite/src/cli/run-ksqlite.ts').matchAll(/^ {4}name: '(\w+)',$/gm),
].map(([, name = '']) => name);

test('all documents are looked at', () => {
  expect(DOCUMENTS).toEqual(expect.arrayContaining(['README.md', 'docs/sql.md', 'docs/internals/time.md']));
  expect(commands).toEqual(expect.arrayContaining(['sql', 'server']));
});

test("ARCHITECTURE's map of ksqlite has all of its folders, and no other", () => {
  const [, map = ''] = /^packages\/ksqlite\/src\/\n([\s\S]*?)^```/m.exec(textOf('ARCHITECTURE.md')) ?? [];
  const named = [...map.matchAll(/^ {2}([\w-]+\/)|\s(errors\/|clock\/) /gm)].map(
    ([, first, other]) => first ?? other,
  );
  const there = readdirSync(join(ROOT, 'packages/ksqlite/src'), { withFileTypes: true });
  expect(named.sort()).toEqual(
    there.flatMap((entry) => (entry.isDirectory() ? [`${entry.name}/`] : [])).sort(),
  );
});

describe.each(DOCUMENTS)('%s', (document) => {
  const text = textOf(document);
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '');

  test('names only files that exist', () => {
    const named = [...prose.matchAll(/`([^`\s]+)`/g)].map(([, path = '']) => path);
    const missing = named.filter((path) => isPath(path) && !ELSEWHERE.test(path) && !isThere(path));
    const linked = [...prose.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = '']) => path);
    const broken = linked.filter(
      (path) => !existsSync(join(ROOT, document, '..', path.split('/').join(sep))),
    );
    expect({ missing, broken }).toEqual({ missing: [], broken: [] });
  });

  test('names only npm scripts that exist', () => {
    const named = [...text.matchAll(/npm run (?:--silent |-s )?([a-z][\w:-]*)/g)].map(
      ([, script = '']) => script,
    );
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  test('names only sub-commands of ksqlite that exist', () => {
    const named = [...text.matchAll(/(?:^|npx |`)ksqlite ([a-z]+)/gm)].map(([, command = '']) => command);
    expect(named.filter((command) => !commands.includes(command))).toEqual([]);
  });
});
