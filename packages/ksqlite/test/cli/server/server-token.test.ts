import { serverToken } from '../../../src/cli/server/server-token.ts';
import { authorizer } from '../../../src/server/http/authorizer.ts';

const asks = (authorization: string) => ({ headers: { authorization } }) as never;

test.each(['t', 's3cret', 'four words of it', "it's~!"])('%j is taken, as it is sent', (token) => {
  expect(serverToken({ KSQLDB_TOKEN: token })).toBe(token);
  const authorize = authorizer(token);
  const basic = Buffer.from(`anyone:${token}`).toString('base64');
  for (const header of [`Bearer ${token}`, `bearer   ${token}`, `Basic ${basic}`])
    expect(() => authorize(asks(header))).not.toThrow();
  for (const header of [`Bearer ${token}x`, 'Bearer four', 'Bearer', `Digest ${token}`, ''])
    expect(() => authorize(asks(header))).toThrow('Unauthorized');
});

test.each([' t', 't ', 't\n', 'a\tb', 'grün'])('%j, which no header carries, is refused', (token) => {
  expect(() => serverToken({ KSQLDB_TOKEN: token })).toThrow(/KSQLDB_TOKEN: clients send it in a header/);
});

test('without one there is none', () => {
  expect([serverToken({}), serverToken({ KSQLDB_TOKEN: '' })]).toEqual([undefined, undefined]);
});
