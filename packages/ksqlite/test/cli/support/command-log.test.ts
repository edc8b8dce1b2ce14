import { PassThrough } from 'node:stream';
import { CommandLog } from '../../../src/cli/support/command-log.ts';

test('lines of the log stay above a line that moves, while there is one', () => {
  const stderr = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: true });
  const above: string[] = [];
  const log = new CommandLog('info', { stderr, env: { NO_COLOR: '1' }, clock: { now: () => 0 } as never });
  log.info('before');
  log.writeAbove({ note: (line) => above.push(line) });
  log.debug('not at this level', () => ({ asked: 'never' }));
  log.warn('while it moves', { count: 2 });
  log.writeAbove(undefined);
  log.error('behind');
  expect(above).toEqual(['00:00:00.000 warn  while it moves  count=2']);
  expect(stderr.read()).toBe('00:00:00.000 info  before\n00:00:00.000 error behind\n');
});
