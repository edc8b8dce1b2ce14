import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyDocuments } from '../../tooling/build/copy-documents.ts';

const DOCS = fileURLToPath(new URL('../../docs', import.meta.url));
const README = fileURLToPath(new URL('../../packages/ksqlite/README.md', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ksqlite-docs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the documents of the package lie where its README says, and link to one another alone', () => {
  copyDocuments(DOCS, join(folder, 'docs'));
  const named = [...readFileSync(README, 'utf8').matchAll(/`(docs\/[\w./-]+\.\w+)`/g)].map(
    ([, path]) => path!,
  );
  expect(named.length).toBeGreaterThan(10);
  const missing = named.filter(
    (path) => !path.startsWith('docs/internals/') && !existsSync(join(folder, path)),
  );
  expect(missing).toEqual([]);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  );
  const links = files.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/\]\(([^)\s#]+)[^)\s]*\)/g)].map(([, target]) =>
      join(dirname(name), target!),
    ),
  );
  expect(links.length).toBeGreaterThan(20);
  expect(links.filter((path) => !/https?:/.test(path) && !existsSync(join(folder, path)))).toEqual([]);
  expect(files).not.toContain('docs/guide/line.md');
});
