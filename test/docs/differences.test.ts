import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = new URL('../../packages/ksqlite/', import.meta.url).pathname;

/** `differs: NAME` in the code, and in the tests where a difference is of many places. */
function marks(): ReadonlySet<string> {
  const files = ['src', 'test'].flatMap((folder) =>
    readdirSync(join(PACKAGE, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(PACKAGE, folder, file)),
  );
  return new Set(
    files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\bdiffers: ([a-z-]+)/g)].map(([, name = '']) => name),
    ),
  );
}

test('docs/differences.md lists the differences that the code has, and no other', () => {
  const text = readFileSync(new URL('../../docs/differences.md', import.meta.url), 'utf8');
  const listed = [...text.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, name]) => name);
  expect(listed.length).toBeGreaterThan(0);
  expect(listed.toSorted()).toEqual([...marks()].toSorted());
});
