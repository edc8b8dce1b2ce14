import { test } from 'node:test';
import { deleted, given } from 'ksqlite/testing';

const sql = `
  CREATE TABLE prices (item VARCHAR PRIMARY KEY, price INT)
    WITH (KAFKA_TOPIC = 'prices', VALUE_FORMAT = 'JSON', PARTITIONS = 4);
  CREATE TABLE dear AS SELECT item, price FROM prices WHERE price > 10;`;

test('what becomes cheap leaves the table', () =>
  given(sql)
    .when('prices', [
      { item: 'wheel', price: 12, rowtime: 1_000 },
      { item: 'engine', price: 900 },
    ])
    .then('dear', [{ item: 'wheel', price: 12, rowtime: 1_000 }, { item: 'engine' }])
    .when({ prices: { item: 'wheel', price: 8 } })
    .then({ dear: deleted({ item: 'wheel' }) })
    .thenTable('dear', { item: 'engine', price: 900 }));
