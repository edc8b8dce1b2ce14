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

it.each([
  [[], undefined],
  [['--compatibility', 'strict'], 'strict'],
  [['--compatibility', 'extended'], 'extended'],
])('%j: the compatibility is %j', (argv, compatibility) => {
  expect(ksqldbOptions(argv, {}).properties['ksqldb.compatibility']).toBe(compatibility);
});

it('wants to know how strict it is to be', () => {
  expect(() => ksqldbOptions(['--compatibility', 'loose'], {})).toThrow(
    'got "loose", wants strict, or extended',
  );
});

it('explains itself', () => {
  expect(ksqldbHelp(80)).toMatch(/--listen <HOST:PORT>[\s\S]*KSQLDB_TOKEN[\s\S]*Exit codes:/);
});

it.each([
  [[], { host: '127.0.0.1', port: 8081, asked: false }],
  [['--registry', '9081'], { host: '127.0.0.1', port: 9081, asked: true }],
  [['--registry', 'off'], undefined],
])('%j: the Schema Registry listens on %j', (argv, registry) => {
  expect(ksqldbOptions(argv, {}).registry).toEqual(registry);
});

it('takes a Schema Registry of another process from the environment, and serves none then', () => {
  const env = {
    SCHEMA_REGISTRY_URL: 'https://registry:8081',
    SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO: 'me:secret',
  };
  expect(ksqldbOptions([], env)).toMatchObject({
    registry: undefined,
    properties: {
      'ksql.schema.registry.url': 'https://registry:8081',
      'ksql.schema.registry.basic.auth.user.info': 'me:secret',
    },
  });
  expect(() => ksqldbOptions(['--registry', '8081'], env)).toThrow('unset SCHEMA_REGISTRY_URL');
  expect(() => ksqldbOptions([], { SCHEMA_REGISTRY_URL: 'registry:8081' })).toThrow(
    'SCHEMA_REGISTRY_URL: "registry:8081" is not the address of a Schema Registry',
  );
  expect(() => ksqldbOptions(['--registry', '0.0.0.0:8081'], {})).toThrow('set KSQLDB_TOKEN');
});
