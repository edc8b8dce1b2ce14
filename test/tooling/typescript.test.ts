import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LOADER = fileURLToPath(new URL('../../tooling/typescript/register.mjs', import.meta.url));

test('a Node that is too old gets a sentence, before anything is read that it can not read', async () => {
  const { nodeTooOld } = (await import('../../tooling/typescript/check-node.mjs' as string)) as {
    readonly nodeTooOld: (version: string) => string | undefined;
  };
  expect(['20.15.0', '20.20.2', '22.0.0', '100.1.0'].map(nodeTooOld)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  for (const version of ['20.14.9', '18.20.4', '8.0.0'])
    expect(nodeTooOld(version)).toBe(
      `this needs Node 20.15 or later, and this is Node ${version}: install a newer one, such as the LTS release of https://nodejs.org`,
    );
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'typescript-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(files: Readonly<Record<string, string>>): { readonly stdout: string; readonly stderr: string } {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return spawnSync(process.execPath, ['--import', LOADER, join(folder, 'main.ts')], { encoding: 'utf8' });
}

test('types go, names of functions stay, a stack names the lines of the source, new ones after a change', () => {
  // a text of its own each time: it is compiled now, and kept
  const own = `/* ${folder} */`;
  const files = {
    'main.ts': `${own}
import type { Missing } from './missing.ts';
import { type Part, nameOf } from './part.ts';

interface Ignored {
  readonly left: Missing;
}
const part: Part = { name: 'wheel' };
console.log(nameOf(part), nameOf.toString().includes('__name'), nameOf.name);
`,
    'part.ts': `${own}
export interface Part { readonly name: string }


export const nameOf = ({ name }: Part): string => {
  console.log(new Error().stack?.split('\\n')[1]?.replace(/.*part/, 'part'));
  return name;
};
`,
  };
  const expected = { stdout: 'part.ts:6:15)\nwheel false nameOf\n', stderr: '' };
  expect(run(files)).toMatchObject(expected);
  expect(run(files)).toMatchObject(expected);
  expect(run({ 'part.ts': `export type Part = object; export const nameOf = () => 'other';` }).stdout).toBe(
    'other false nameOf\n',
  );
});

test('a text that is not TypeScript ends with its place', () => {
  const { stderr } = run({ 'main.ts': 'const a: number = 1;\nconst = 2;\n' });
  expect(stderr).toContain('main.ts:2:6');
});
