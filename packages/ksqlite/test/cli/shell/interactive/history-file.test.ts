import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyFile, historyPath } from '../../../../src/cli/shell/interactive/history-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'shell-history-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('entries are kept, newest last, the same one once in a row, for this user alone', () => {
  const path = join(folder, 'deep', 'history');
  const history = historyFile(path);
  expect(history.read()).toEqual([]);
  for (const entry of ['a;', 'a;', ' b; ', '', 'two\nlines', 'a;']) history.add(entry);
  expect(readFileSync(path, 'utf8')).toBe('a;\nb;\na;\n');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(historyFile(path).read()).toEqual(['a;', 'b;', 'a;']);
});

test('the newest thousand are read, and a long file is cut', () => {
  const path = join(folder, 'long');
  const history = historyFile(path);
  for (let at = 0; at < 2_001; at++) history.add(`${at};`);
  const read = historyFile(path).read();
  expect([read.length, read[0], read.at(-1)]).toEqual([1_000, '1001;', '2000;']);
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(1_001);
});

test('where no history can be, there is none', () => {
  for (const path of ['/dev/null/history', '/proc/no-such-folder/history']) {
    const history = historyFile(path);
    history.add('a;');
    expect(history.read()).toEqual([]);
  }
});

test('it lies in the state folder', () => {
  expect(historyPath({}, '/home/ada')).toBe('/home/ada/.local/state/ksqlite/sql-history');
  expect(historyPath({ XDG_STATE_HOME: '/s' }, '/home/ada')).toBe('/s/ksqlite/sql-history');
  expect(historyPath({ XDG_STATE_HOME: 'relative' }, '/h')).toBe('/h/.local/state/ksqlite/sql-history');
});
