import { shellCommand } from '../../../../src/cli/shell/interactive/shell-commands.ts';

test.each([
  ['help', { name: 'help' }],
  ['  EXIT; ', { name: 'exit' }],
  ['quit', { name: 'exit' }],
  ['output JSON', { name: 'output', format: 'json' }],
  ['output', { name: 'output', format: '' }],
  ['\\q', { name: 'exit' }],
  ['\\?', { name: 'help' }],
  ['\\timing', { name: 'timing', on: undefined }],
  ['\\timing ON', { name: 'timing', on: true }],
  ['\\timing off;', { name: 'timing', on: false }],
  ['\\o CSV', { name: 'output', format: 'csv' }],
  ['\\d', { name: 'run', text: 'SHOW STREAMS; SHOW TABLES;' }],
  ['\\d readings', { name: 'run', text: 'DESCRIBE readings;' }],
  ['\\d+ `my one`', { name: 'unknown', word: '\\d+ `my one`' }],
  ['\\d+ heat;', { name: 'run', text: 'DESCRIBE heat EXTENDED;' }],
  ['\\dt', { name: 'unknown', word: '\\dt' }],
])('%j is a word of the shell', (line, command) => {
  expect(shellCommand(line)).toEqual(command);
});

test.each(['', 'SHOW STREAMS;', 'helper', 'exit now please', 'SELECT help FROM exit;'])(
  '%j is none',
  (line) => {
    expect(shellCommand(line)).toBeUndefined();
  },
);
