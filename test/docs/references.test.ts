import { existsSync } from 'node:fs';
import { textOf } from './documents.ts';

const DOCUMENTS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/errors.md', 'docs/sql.md'];
const root = new URL('../../', import.meta.url);

describe.each(DOCUMENTS)('%s', (document) => {
  const text = textOf(document);

  test('names only files that exist', () => {
    const inCode = [...text.matchAll(/`((?:src|test|ksql|docs|bench|\.ci|\.github)\/[\w./-]*)`/g)];
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
    // ksql:migrate is named as not there yet
    expect(named.filter((script) => !(script in scripts) && script !== 'ksql:migrate')).toEqual([]);
  });
});
