import { existsSync, readdirSync } from 'node:fs';
import { textOf } from './documents.ts';

const root = new URL('../../', import.meta.url);

/** Every document: those beside package.json, and all below docs/ and packages/ksqlite/. */
const DOCUMENTS = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(new URL('docs/', root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...readdirSync(new URL('packages/ksqlite/', root))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `packages/ksqlite/${name}`),
].sort();

test('all documents are looked at', () => {
  expect(DOCUMENTS).toEqual(
    expect.arrayContaining(['README.md', 'docs/errors.md', 'docs/internals/time.md']),
  );
});

describe.each(DOCUMENTS)('%s', (document) => {
  const text = textOf(document);

  test('names only files that exist', () => {
    const inCode = [
      ...text.matchAll(/`((?:src|test|ksql|docs|bench|faults|packages|\.ci|\.github)\/[\w./-]*)`/g),
    ];
    const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)];
    const missing = [
      ...inCode.filter(([, path = '']) => !existsSync(new URL(path, root))),
      ...linked.filter(([, path = '']) => !existsSync(new URL(path, new URL(document, root)))),
    ];
    expect(missing.map(([found]) => found)).toEqual([]);
  });

  test('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const named = [...text.matchAll(/npm run (?:--silent |-s )?([\w:-]+)/g)].map(([, script = '']) => script);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });
});
