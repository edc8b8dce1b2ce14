import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeBaseTree } from '../../../bench/compare/base-tree.ts';

let root: string;
let parent: string;
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
const write = (path: string, text: string) => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'base-tree-root-'));
  parent = mkdtempSync(join(tmpdir(), 'base-tree-'));
  git('init', '-q');
  write('src/a.ts', 'old');
  write('bench/main.ts', 'old bench');
  write('bench/gone.ts', 'old bench');
  write('packages/p/a.ts', 'old');
  git('add', '.');
  git('commit', '-q', '-m', 'old');
  write('src/a.ts', 'new');
  write('bench/main.ts', 'new bench');
  rmSync(join(root, 'bench/gone.ts'));
  write('node_modules/x/index.js', 'x');
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
  rmSync(parent, { recursive: true, force: true });
});

test('the ref’s sources, this tree’s benches and packages; gone when it is removed', () => {
  const tree = makeBaseTree(root, 'HEAD', parent);
  const read = (path: string) => readFileSync(join(tree.folder, path), 'utf8');
  expect(read('src/a.ts')).toBe('old');
  expect(read('bench/main.ts')).toBe('new bench');
  expect(existsSync(join(tree.folder, 'bench/gone.ts'))).toBe(false);
  expect(read('node_modules/x/index.js')).toBe('x');
  expect(git('rev-parse', 'HEAD').startsWith(tree.commit)).toBe(true);
  tree.remove();
  expect(existsSync(tree.folder)).toBe(false);
  expect(git('worktree', 'list').trim().split('\n')).toHaveLength(1);
  expect(readFileSync(join(root, 'node_modules/x/index.js'), 'utf8')).toBe('x');
});

test('a ref from before there were packages keeps its own benches', () => {
  git('rm', '-rq', '--cached', 'packages');
  git('commit', '-q', '-m', 'without packages');
  const tree = makeBaseTree(root, 'HEAD', parent);
  expect(readFileSync(join(tree.folder, 'bench/main.ts'), 'utf8')).toBe('old bench');
  tree.remove();
});

test('a ref that is none is told of', () => {
  expect(() => makeBaseTree(root, 'nonsense', parent)).toThrow('git knows no nonsense');
});
