import { PassThrough } from 'node:stream';
import { runRepl } from '../../../../src/cli/shell/interactive/repl.ts';
import type { ShellCommand } from '../../../../src/cli/shell/interactive/shell-commands.ts';

/** A shell at a terminal, whose statements end when the test says so. */
function atTerminal() {
  const input = new PassThrough();
  const output = new PassThrough();
  output.resume();
  const ran: string[] = [];
  const asked: ShellCommand[] = [];
  const running: { readonly stop: AbortSignal; readonly end: () => void }[] = [];
  let begun: (() => void) | undefined;
  const ended = runRepl({
    input,
    output,
    terminal: true,
    history: { read: () => [], add: () => undefined },
    complete: async () => [[], ''],
    run: (text, stop) => {
      ran.push(text);
      return new Promise((resolve) => {
        running.push({ stop, end: () => resolve('go-on') });
        begun?.();
      });
    },
    command: async (command) => {
      asked.push(command);
      return command.name === 'exit' ? 'leave' : 'go-on';
    },
  });
  return {
    ended,
    ran,
    asked,
    type: (text: string) => input.write(text),
    /** The statement that runs; resolves when one does. */
    started: async () => {
      while (running.length === 0)
        await new Promise<void>((resolve) => {
          begun = resolve;
        });
      return running.shift()!;
    },
  };
}

/** Complete statements, wherever in the line it comes to stand. */
const BEHIND = [' ', ';', '\r'];

test('what is typed while a statement runs stands in the line afterwards, and typing continues behind it', async () => {
  const shell = atTerminal();
  shell.type('SHOW STREAMS;\r');
  const first = await shell.started();
  shell.type('SHOW TABLES;');
  // in its own turns: the keys are taken, then the statement ends and the prompt is shown
  await new Promise((resolve) => setImmediate(resolve));
  first.end();
  await new Promise((resolve) => setImmediate(resolve));
  for (const key of BEHIND) shell.type(key);
  (await shell.started()).end();
  shell.type('exit\r');
  await shell.ended;
  expect(shell.ran).toEqual(['SHOW STREAMS;', 'SHOW TABLES; ;']);
});

test('whole lines that are typed meanwhile are run after it, in their order', async () => {
  const shell = atTerminal();
  shell.type('SELECT 1;\r');
  const first = await shell.started();
  shell.type('SELECT 2;\rSELECT\r3;\r\\d x\rexit\r');
  first.end();
  for (const _ of [2, 3]) (await shell.started()).end();
  await shell.ended;
  expect(shell.ran).toEqual(['SELECT 1;', 'SELECT 2;', 'SELECT\n3;']);
  expect(shell.asked).toEqual([{ name: 'run', text: 'DESCRIBE x;' }, { name: 'exit' }]);
});

test('Ctrl-C ends what runs, and leaves what is typed', async () => {
  const shell = atTerminal();
  shell.type('SELECT 1;\r');
  const first = await shell.started();
  const stopped = new Promise<void>((resolve) => {
    first.stop.addEventListener('abort', () => resolve());
  });
  shell.type('SELECT 2;\u0003');
  await stopped;
  first.end();
  await new Promise((resolve) => setImmediate(resolve));
  for (const key of BEHIND) shell.type(key);
  (await shell.started()).end();
  shell.type('exit\r');
  await shell.ended;
  expect(shell.ran).toEqual(['SELECT 1;', 'SELECT 2; ;']);
});

test('Ctrl-R finds what was typed before; Enter runs it, Ctrl-G takes it back', async () => {
  const shell = atTerminal();
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  for (const statement of ['SHOW STREAMS;', 'SHOW TABLES;']) {
    shell.type(`${statement}\r`);
    (await shell.started()).end();
    await turn();
  }
  shell.type('half a line');
  shell.type('\u0012STR\r');
  (await shell.started()).end();
  expect(shell.ran).toEqual(['SHOW STREAMS;', 'SHOW TABLES;', 'SHOW STREAMS;']);
  await turn();
  shell.type('\u0012STR\u0007SHOW TYPES;\r');
  (await shell.started()).end();
  expect(shell.ran.at(-1)).toBe('SHOW TYPES;');
  await turn();
  shell.type('exit\r');
  await shell.ended;
});
