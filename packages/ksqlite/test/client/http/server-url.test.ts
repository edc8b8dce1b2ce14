import { credentialsFrom } from '../../../src/client/http/credentials.ts';
import { parseServerUrl } from '../../../src/client/http/server-url.ts';

test('an address in its parts', () => {
  expect(parseServerUrl(' HTTP://ada:p%40ss@Host:8088/a/b/ ')).toEqual({
    origin: 'http://host:8088',
    prefix: '/a/b',
    shown: 'http://host:8088/a/b',
    credentials: { username: 'ada', password: 'p@ss' },
  });
  expect(parseServerUrl('https://host').credentials).toBeUndefined();
});

test('credentials come from the environment', () => {
  expect(credentialsFrom({})).toBeUndefined();
  expect(credentialsFrom({ KSQLDB_USERNAME: '', KSQLDB_TOKEN: '' })).toBeUndefined();
  expect(credentialsFrom({ KSQLDB_TOKEN: 't' })).toEqual({ token: 't' });
  expect(credentialsFrom({ KSQLDB_USERNAME: 'a', KSQLDB_PASSWORD: 'b' })).toEqual({
    username: 'a',
    password: 'b',
  });
});

test.each([
  { KSQLDB_USERNAME: 'a' },
  { KSQLDB_PASSWORD: 'b' },
  { KSQLDB_TOKEN: 't', KSQLDB_USERNAME: 'a', KSQLDB_PASSWORD: 'b' },
])('half of them, or both kinds: %j', (env) => {
  expect(() => credentialsFrom(env)).toThrow(expect.objectContaining({ code: 'KSQLDB_URL' }));
});
