import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderBytes } from '../../../bench/measure/folder-bytes.ts';

test('adds up all files, of inner folders too', () => {
  const folder = mkdtempSync(join(tmpdir(), 'folder-bytes-'));
  try {
    writeFileSync(join(folder, 'a'), 'abc');
    mkdirSync(join(folder, 'inner'));
    writeFileSync(join(folder, 'inner', 'b'), 'ab');
    expect(folderBytes(folder)).toBe(5);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
