import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { textOf } from './documents.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NODE = 'packages/ksqlite/src/sql/ast/statement.ts';

/** The files that CONTRIBUTING names, in the table of its recipe. */
function filesOfRecipe(): readonly string[] {
  const [, recipe = ''] = textOf('CONTRIBUTING.md').split('### Add a statement');
  const [table = ''] = recipe.split('\n### ');
  return [...table.matchAll(/^ *\| `([^`]+\.ts)` +\|/gm)].map(([, file = '']) => file);
}

/** The repository's code with a kind of statement that nobody knows. */
function programWithNewKind(roots: readonly string[]): ts.Program {
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const host = ts.createCompilerHost({ ...options, skipLibCheck: true });
  const { readFile } = host;
  host.readFile = (path) => {
    const text = readFile(path);
    if (text === undefined || !path.endsWith(NODE)) return text;
    const known = text.replace('export type Statement =', 'export type Statement =\n  | Unheard');
    return `${known}\nexport interface Unheard extends Node {\n  readonly kind: 'Unheard';\n}\n`;
  };
  const files = roots.map((file) => `${ROOT}${file}`);
  return ts.createProgram(files, { ...options, skipLibCheck: true, noEmit: true }, host);
}

test('a new kind of statement breaks the build in the files that the recipe names, and in no others', () => {
  const files = filesOfRecipe();
  expect(files.length).toBeGreaterThan(5);
  const program = programWithNewKind([...files, 'packages/ksqlite/src/index.ts']);
  const failing = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(`${ROOT}packages/ksqlite/`))
    // checking all others takes a minute, and none of them can know a statement
    .filter(({ text }) => /statement/i.test(text))
    .filter((file) => program.getSemanticDiagnostics(file).length > 0)
    .map(({ fileName }) => fileName.slice(ROOT.length));
  expect(failing.sort()).toEqual([...files].sort());
}, 300_000);
