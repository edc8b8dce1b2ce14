import { ksqldbHelp, ksqldbOptions } from '../../src/cli/server/ksqldb-options.ts';
import { processingLogSettings } from '../../src/problems/processing-log-settings.ts';

it.each([
  [[], { host: '127.0.0.1', port: 8088 }],
  [['--listen', '9000'], { host: '127.0.0.1', port: 9000 }],
  [['--listen', 'localhost:0'], { host: 'localhost', port: 0 }],
  [['--listen', '[::1]:8088'], { host: '::1', port: 8088 }],
])('%j listens on %j', (argv, listen) => {
  expect(ksqldbOptions(argv, {})).toMatchObject({ data: 'data', listen, token: undefined });
});

it('needs a token beyond the loopback', () => {
  expect(() => ksqldbOptions(['--listen', '0.0.0.0:8088'], { KSQLDB_TOKEN: '' })).toThrow('set KSQLDB_TOKEN');
  const { token, data } = ksqldbOptions(['--listen', '0.0.0.0:8088', '--data', 'd'], { KSQLDB_TOKEN: 'x' });
  expect([token, data]).toEqual(['x', 'd']);
});

it.each(['x:99999', 'a b:1', ':1', 'host:', 'http://a:1'])('--listen %s is no address', (text) => {
  expect(() => ksqldbOptions(['--listen', text], {})).toThrow('--listen: got');
});

it.each([
  [[], { isWritten: true, stream: 'KSQL_PROCESSING_LOG', includesRows: false }],
  [['--processing-log', 'on'], { isWritten: true, includesRows: false }],
  [['--processing-log', 'rows'], { isWritten: true, includesRows: true }],
  [['--queries-file', 'q.sql'], { isWritten: true, stream: undefined }],
  [['--processing-log', 'off'], { isWritten: false, stream: undefined }],
])('%j: the processing log is %j', (argv, settings) => {
  expect(processingLogSettings(ksqldbOptions(argv, {}).properties)).toMatchObject(settings);
});

it('wants to know what the processing log is to be', () => {
  expect(() => ksqldbOptions(['--processing-log', 'yes'], {})).toThrow(
    '--processing-log: got "yes", wants on, off, or rows',
  );
});

it('explains itself', () => {
  expect(ksqldbHelp(80)).toMatch(/--listen <HOST:PORT>[\s\S]*KSQLDB_TOKEN[\s\S]*Exit codes:/);
});
