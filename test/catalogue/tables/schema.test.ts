import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SQL_OF, zonedText } from '../../../src/catalogue/tables/column-types.ts';
import { HIDDEN_COLUMNS, TABLES } from '../../../src/catalogue/tables/tables.ts';
import { PROJECT } from '../../support/line-process.ts';

const SCHEMA = readFileSync(join(PROJECT, 'src/catalogue/schema.sql'), 'utf8');

it('has the tables and columns that schema.sql has, of the same types', () => {
  const inSql = [...SCHEMA.matchAll(/CREATE TABLE (\w+) \(\n([^;]*)\n\);/g)].map(
    ([, table, columns = '']) => [
      table,
      columns.split(',\n').map((column) => column.trim().replace('PRIMARY KEY', 'NOT NULL')),
    ],
  );
  const inCode = Object.entries(TABLES).map(([table, { shape }]) => [
    table,
    Object.entries(shape).map(([column, type]) => `${column} ${SQL_OF.get(type)}`),
  ]);
  expect(inCode).toEqual(inSql);
});

it('logs whole rows on PostgreSQL', () => {
  const full = [...SCHEMA.matchAll(/ALTER TABLE (\w+) REPLICA IDENTITY FULL;/g)].map(([, table]) => table);
  expect(full).toEqual(Object.keys(TABLES));
});

it('hides columns that there are', () => {
  for (const name of HIDDEN_COLUMNS) {
    const [table = '', column = ''] = name.split('.');
    expect(Object.keys(TABLES[table as keyof typeof TABLES].shape)).toContain(column);
  }
});

it('writes times as Debezium does: with six digits of a second', () => {
  const texts = [0, 120, 123, 10_000].map((ms) => zonedText(Date.UTC(2026, 0, 1) + ms));
  expect(texts).toEqual([
    '2026-01-01T00:00:00.000000Z',
    '2026-01-01T00:00:00.120000Z',
    '2026-01-01T00:00:00.123000Z',
    '2026-01-01T00:00:10.000000Z',
  ]);
});
