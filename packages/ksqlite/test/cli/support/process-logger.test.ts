import { PassThrough } from 'node:stream';
import type { LogLevel } from '../../../src/cli/support/log-level.ts';
import { processLogger } from '../../../src/cli/support/process-logger.ts';

function logged(level: LogLevel, isTTY: boolean, env = {}): string {
  const out = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY });
  const clock = { now: () => 1_795_305_600_000.25 };
  const log = processLogger({ level, out, env: { TERM: 'xterm', ...env }, clock });
  log.debug('executed', () => ({ sql: 'SELECT\n 1;', ms: 2 }));
  log.info('listening');
  log.warn('late\u001b[2J', { query: 'Q_1' });
  log.error('gone');
  return String(out.read() ?? '');
}

test('JSON where it is no terminal', async () => {
  const lines = logged('debug', false).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { level: 'debug', time: '2026-11-22T00:00:00.000Z', sql: 'SELECT\n 1;', ms: 2, msg: 'executed' },
    { level: 'info', time: '2026-11-22T00:00:00.000Z', msg: 'listening' },
    { level: 'warn', time: '2026-11-22T00:00:00.000Z', query: 'Q_1', msg: 'late\u001b[2J' },
    { level: 'error', time: '2026-11-22T00:00:00.000Z', msg: 'gone' },
  ]);
});

test('a line for people on a terminal, which texts of records do not move', async () => {
  expect(logged('debug', true, { NO_COLOR: '1' })).toBe(
    [
      '00:00:00.000 debug executed  sql=SELECT 1; ms=2',
      '00:00:00.000 info  listening',
      '00:00:00.000 warn  late [2J  query=Q_1',
      '00:00:00.000 error gone',
      '',
    ].join('\n'),
  );
});

test.each([
  ['debug', 4],
  ['info', 3],
  ['warn', 2],
  ['error', 1],
  ['silent', 0],
] as const)('%s lets %s of four through', async (level, count) => {
  for (const isTTY of [true, false])
    expect(
      logged(level, isTTY)
        .split('\n')
        .filter((line) => line !== ''),
    ).toHaveLength(count);
});
