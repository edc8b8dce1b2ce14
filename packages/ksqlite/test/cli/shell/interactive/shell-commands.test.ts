import { shellCommand } from '../../../../src/cli/shell/interactive/shell-commands.ts';

test.each([
  ['help', { name: 'help' }],
  ['  EXIT; ', { name: 'exit' }],
  ['quit', { name: 'exit' }],
  ['output JSON', { name: 'output', format: 'json' }],
  ['output', { name: 'output', format: '' }],
])('%j is a word of the shell', (line, command) => {
  expect(shellCommand(line)).toEqual(command);
});

test.each(['', 'SHOW STREAMS;', 'helper', 'exit now please', 'SELECT help FROM exit;'])(
  '%j is none',
  (line) => {
    expect(shellCommand(line)).toBeUndefined();
  },
);
