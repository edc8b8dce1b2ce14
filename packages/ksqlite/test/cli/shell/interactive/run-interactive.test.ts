import { PassThrough, Readable } from 'node:stream';
import { colorsFor } from '../../../../src/cli/shell/colors.ts';
import { runInteractive } from '../../../../src/cli/shell/interactive/run-interactive.ts';
import { csvOutput } from '../../../../src/cli/shell/output/csv-output.ts';
import { jsonOutput } from '../../../../src/cli/shell/output/json-output.ts';
import { screenOn } from '../../../../src/cli/shell/output/screen.ts';
import { tableOutput } from '../../../../src/cli/shell/output/table-output.ts';
import { newSession } from '../../../../src/cli/shell/session.ts';
import { entityOf, fakeClient } from '../support/fake-client.ts';

/** Lines from a pipe; each statement takes 7 ms. */
async function piped(...lines: readonly string[]) {
  let now = 0;
  const asked: string[] = [];
  const clock = { now: () => now, after: () => () => undefined };
  const client = fakeClient({
    execute: async (text) => {
      now += 7;
      asked.push(text);
      return [entityOf({ '@type': 'type_list', types: {} })];
    },
  });
  const stdout = new PassThrough({ encoding: 'utf8' });
  let shown = '';
  stdout.on('data', (text: string) => {
    shown += text;
  });
  const screen = screenOn(stdout, () => undefined);
  const colors = colorsFor(false);
  const table = tableOutput({ screen, page: () => ({ width: 80, colors }), clock });
  const outputs = { json: jsonOutput(screen), table, csv: csvOutput(screen, table) };
  const stop = new AbortController().signal;
  const context = {
    client,
    output: outputs.table,
    clock,
    readScript: () => '',
    queryTimeoutMs: undefined,
    stop,
  };
  const ended = runInteractive({
    context,
    session: newSession(),
    outputs,
    screen,
    stdin: Readable.from([`${lines.join('\n')}\n`]),
    stdout,
    env: {},
    typed: false,
    complain: colors,
  });
  const failure = await ended.then(
    () => undefined,
    (error: unknown) => error,
  );
  await screen.flushed();
  return { shown, asked, failure };
}

test('\\timing tells how long each statement takes, until it is told no more', async () => {
  const { shown } = await piped('SHOW TYPES;', '\\timing', 'SHOW TYPES;', '\\timing off', 'SHOW TYPES;');
  expect(shown.match(/^Tim.*$/gm)).toEqual(['Timing is on.', 'Time: 7.0 ms', 'Timing is off.']);
});

test('\\d asks for streams and tables, or for one of them', async () => {
  const { asked } = await piped('\\d', '\\d heat', '\\d+ heat');
  expect(asked).toEqual(['SHOW STREAMS;', 'SHOW TABLES;', 'DESCRIBE heat;', 'DESCRIBE heat EXTENDED;']);
});

test('another word with a backslash is an error at once, not the beginning of a statement', async () => {
  const { asked, failure } = await piped('\\x', 'SHOW TYPES;');
  expect(failure).toMatchObject({
    code: 'USAGE',
    message: '\\x: is not a word of the shell; help lists them',
  });
  expect(asked).toEqual([]);
});

test('\\o says how results are shown', async () => {
  const { shown, failure } = await piped('\\o json', 'SHOW TYPES;', '\\o xml');
  expect(shown).toContain('{"@type":"type_list"');
  expect(failure).toMatchObject({ code: 'USAGE', message: 'output xml: wants table, json or csv' });
});
