import { PassThrough } from 'node:stream';
import { colorsFor } from '../../../src/cli/shell/colors.ts';
import { csvOutput } from '../../../src/cli/shell/output/csv-output.ts';
import { screenOn } from '../../../src/cli/shell/output/screen.ts';
import { tableOutput } from '../../../src/cli/shell/output/table-output.ts';

test('rows are written as RFC 4180 has them', async () => {
  const stdout = new PassThrough({ encoding: 'utf8' });
  let shown = '';
  stdout.on('data', (text: string) => {
    shown += text;
  });
  const screen = screenOn(stdout, () => undefined);
  const page = () => ({ width: 80, colors: colorsFor(false) });
  const clock = { now: () => 0, after: () => () => undefined };
  const csv = csvOutput(screen, tableOutput({ screen, page, clock }));
  const rows = csv.rows([
    { name: 'A', type: 'STRING' },
    { name: 'say "b"', type: 'BIGINT' },
    { name: 'C', type: 'ARRAY<STRING>' },
  ]);
  rows.row(['x, y', 9_007_199_254_740_993n, ['p', 'q']]);
  rows.row([null, 1.5, null]);
  rows.row(['', true, 'two\nlines']);
  rows.end();
  csv.note('for people');
  await screen.flushed();
  expect(shown.split('\r\n')).toEqual([
    'A,"say ""b""",C',
    '"x, y",9007199254740993,"[""p"",""q""]"',
    ',1.5,',
    '"",true,"two\nlines"',
    '',
  ]);
});
