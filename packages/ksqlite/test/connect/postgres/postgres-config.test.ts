import { filtersOf } from '../../../src/connect/postgres/config/filters.ts';
import { postgresConfig } from '../../../src/connect/postgres/config/postgres-config.ts';

const LEAST = {
  'database.hostname': 'db',
  'database.user': 'ann',
  'database.dbname': 'shop',
  'topic.prefix': 'shop',
};
const issues = (keys: Readonly<Record<string, string>>): string =>
  JSON.stringify(postgresConfig.safeParse({ ...LEAST, ...keys }).error?.issues ?? []);

test('has Debezium’s defaults', () => {
  expect(postgresConfig.parse(LEAST)).toMatchObject({
    port: 5432,
    slot: 'debezium',
    publication: 'dbz_publication',
    autocreate: 'all_tables',
    snapshotMode: 'initial',
    tombstones: true,
    skipped: new Set(['t']),
    types: { decimals: 'precise', times: 'adaptive', unavailable: '__debezium_unavailable_value' },
    heartbeatTopic: '__debezium-heartbeat.shop',
  });
});

test('refuses an unknown key by its name, and never repeats a value', () => {
  expect(issues({ 'signal.data.collection': 'x' })).toContain('signal.data.collection');
  const secret = 'hunter2';
  for (const key of [
    'database.port',
    'snapshot.mode',
    'decimal.handling.mode',
    'slot.name',
    'skipped.operations',
    'table.include.list',
  ])
    expect(issues({ [key]: `${secret}(` })).toMatch(new RegExp(`^(?!.*${secret}).*${key}`));
});

test('takes one list of a kind', () => {
  const lists = { 'table.include.list': 'public.a', 'table.exclude.list': 'public.b' };
  expect(issues(lists)).toContain("can't be given together with table.include.list");
});

test('lists match whole names in any case, and the server’s own schemas are never taken', () => {
  const lists = { 'table.include.list': 'public\\.p.*,Other\\.x', 'column.exclude.list': '.*\\.password' };
  const { table, column } = filtersOf(postgresConfig.parse({ ...LEAST, ...lists }).filters);
  expect(['parts', 'P1', 'xp'].map((name) => table('public', name))).toEqual([true, true, false]);
  expect([table('other', 'X'), table('pg_catalog', 'x')]).toEqual([true, false]);
  expect([column('public', 'customers', 'password'), column('public', 'customers', 'name')]).toEqual([
    false,
    true,
  ]);
});
