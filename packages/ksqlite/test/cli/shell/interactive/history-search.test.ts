import {
  type Key,
  NO_SEARCH,
  searchLine,
  searchStep,
} from '../../../../src/cli/shell/interactive/history-search.ts';

const ENTRIES = ['SHOW TABLES;', 'SELECT * FROM heat;', 'SHOW STREAMS;'];
const R: Key = { ctrl: true, name: 'r' };

/** Keys in turn: texts are typed. Gives what the last one came to. */
function after(...keys: readonly (string | Key)[]) {
  let search = NO_SEARCH;
  for (const [i, key] of keys.entries()) {
    const step =
      typeof key === 'string'
        ? searchStep(search, ENTRIES, key, {})
        : searchStep(search, ENTRIES, undefined, key);
    if (step.kind === 'end') {
      expect(i).toBe(keys.length - 1);
      return step;
    }
    search = step.search;
  }
  return ENTRIES[search.at] ?? search;
}

test.each<[string, readonly (string | Key)[], unknown]>([
  ['the newest', ['S', 'H'], 'SHOW TABLES;'],
  ['one that also has the next letters', ['S', 'TR'], 'SHOW STREAMS;'],
  ['an older one', ['S', 'H', R], 'SHOW STREAMS;'],
  ['the oldest stays', ['S', 'H', R, R], 'SHOW STREAMS;'],
  ['none', ['x'], { query: 'x', at: -1 }],
  ['the newest again', ['S', 'TR', { name: 'backspace' }, { name: 'backspace' }], 'SHOW TABLES;'],
  ['Enter runs it', ['h', 'e', { name: 'return' }], { kind: 'end', line: ENTRIES[1], pass: true }],
  ['an arrow edits it', ['h', 'e', { name: 'left' }], { kind: 'end', line: ENTRIES[1], pass: true }],
  ['Escape takes it', ['he', { name: 'escape' }], { kind: 'end', line: ENTRIES[1], pass: false }],
  ['Ctrl-C takes it back', ['he', { ctrl: true, name: 'c' }], { kind: 'end', line: undefined, pass: false }],
])('%s', (_, keys, expected) => {
  expect(after(...keys)).toEqual(expected);
});

test('it stands in one line', () => {
  expect(searchLine({ query: 'he', at: 1 }, ENTRIES, 80)).toBe('(search) he: SELECT * FROM heat;');
  expect(searchLine({ query: 'x', at: -1 }, ENTRIES, 80)).toBe('(not found) x: ');
  expect(searchLine({ query: 'he', at: 1 }, ENTRIES, 20)).toBe('(search) he: SELEC…');
});
