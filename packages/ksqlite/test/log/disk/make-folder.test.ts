import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../../../src/log/disk/make-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'make-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('makes a folder and those above it, or leaves the one that is there', () => {
  const path = join(folder, 'a', 'b', 'c');
  makeFolder(path);
  makeFolder(path);
  expect(statSync(path).isDirectory()).toBe(true);
});

it('refuses where a file is in the way', () => {
  writeFileSync(join(folder, 'a'), '');
  expect(() => makeFolder(join(folder, 'a'))).toThrow(/EEXIST/);
  expect(() => makeFolder(join(folder, 'a', 'b'))).toThrow();
});

// Node's own recursive mkdir never returns there
(existsSync('/proc/self') ? it : it.skip)('ends where no folder can be made', () => {
  expect(() => makeFolder('/proc/no-such-folder/data')).toThrow(/ENOENT/);
});
