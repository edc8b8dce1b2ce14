import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadFunctions } from '../../../../src/cli/support/functions/load-functions.ts';

const FILES = fileURLToPath(new URL('exported', import.meta.url));

test('all functions that a file exports are taken, each once', async () => {
  const path = join(FILES, 'functions.ts');
  const { functions, imports } = await loadFunctions(path);
  expect(functions.map(({ signature, path: from }) => [signature, from])).toEqual([
    ['TWICE(INTEGER)', path],
    ['HALF(INTEGER)', path],
  ]);
  expect(imports).toContain(
    fileURLToPath(import.meta.resolve('../../../../src/database/functions/scalar-function.ts')),
  );
  const again = await loadFunctions(path);
  expect(again.functions).toHaveLength(2);
});

test.each([
  ['nothing.ts', 'it exports no function: what scalarFunction'],
  ['fails.ts', 'it fails'],
  ['missing.js', "can't be read (ENOENT"],
])('%s is refused', async (name, message) => {
  const path = join(FILES, name);
  await expect(loadFunctions(path)).rejects.toMatchObject({
    code: 'INPUT_UNREADABLE',
    message: expect.stringContaining(`--functions ${path}: ${message}`),
  });
});
