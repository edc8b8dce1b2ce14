import { engineOf } from '../../src/database/engine-of.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { listProperties, overwrittenProperties } from '../../src/inspect/list-properties.ts';

test('a session’s settings are shown, and which are not the server’s', async () => {
  const database = await openDatabase({ properties: { 'ksqldb.compatibility': 'strict' } });
  const engine = engineOf(database);
  const session = new Map([
    ['auto.offset.reset', 'latest'],
    ['ksql.streams.num.stream.threads', '2'],
    ['processing.guarantee', 'exactly_once_v2'],
  ]);
  const shown = new Map(listProperties(engine, session).map(({ name, value }) => [name, value]));
  expect(shown.get('ksql.streams.auto.offset.reset')).toBe('latest');
  expect(shown.get('ksql.streams.num.stream.threads')).toBe('2');
  expect(shown.get('ksqldb.compatibility')).toBe('strict');
  expect([...shown.keys()]).toEqual([...shown.keys()].sort());
  expect(overwrittenProperties(engine, session)).toEqual([
    'ksql.streams.auto.offset.reset',
    'ksql.streams.num.stream.threads',
  ]);
  expect(overwrittenProperties(engine, new Map())).toEqual([]);
  expect(listProperties(engine, new Map()).find(({ name }) => name.endsWith('offset.reset'))?.value).toBe(
    'earliest',
  );
  await database.close();
});
