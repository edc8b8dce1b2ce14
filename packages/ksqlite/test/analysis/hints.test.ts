/** A hint helps only if what it proposes is taken: each refused statement stands beside the one that its hint proposes. */
import type { KsqlError } from '../../src/errors/ksql-error.ts';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { scriptStatements } from '../../src/statements/session/script-statements.ts';
import { openSession } from '../../src/statements/session/session.ts';
import { type Line, openLine } from '../engine/support/line.ts';

const SOURCES = `
  CREATE STREAM orders (id VARCHAR KEY, item VARCHAR, pieces INT, \`Note\` VARCHAR) WITH (KAFKA_TOPIC='orders', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE STREAM \`Parcels\` (id VARCHAR KEY, weight INT) WITH (KAFKA_TOPIC='parcels', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE stock (item VARCHAR PRIMARY KEY, pieces INT) WITH (KAFKA_TOPIC='stock', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE sold AS SELECT item, SUM(pieces) AS pieces FROM orders GROUP BY item;`;

const HINTS: readonly (readonly [refused: string, hint: string, proposed: string])[] = [
  [
    'SELECT * FROM parcels EMIT CHANGES;',
    'there is `Parcels`: write it in backticks',
    'SELECT * FROM `Parcels` EMIT CHANGES;',
  ],
  [
    'SELECT * FROM `orders` EMIT CHANGES;',
    'it is ORDERS: write it without quotes',
    'SELECT * FROM orders EMIT CHANGES;',
  ],
  ['SELECT * FROM order_s EMIT CHANGES;', 'did you mean ORDERS?', 'SELECT * FROM ORDERS EMIT CHANGES;'],
  [
    'SELECT * FROM `Parcls` EMIT CHANGES;',
    'did you mean `Parcels`?',
    'SELECT * FROM `Parcels` EMIT CHANGES;',
  ],
  [
    'SELECT note FROM orders EMIT CHANGES;',
    'there is `Note`: write it in backticks',
    'SELECT `Note` FROM orders EMIT CHANGES;',
  ],
  [
    'SELECT peices FROM orders EMIT CHANGES;',
    'did you mean PIECES?',
    'SELECT PIECES FROM orders EMIT CHANGES;',
  ],
  [
    "INSERT INTO parcels (id) VALUES ('a');",
    'there is `Parcels`',
    "INSERT INTO `Parcels` (id) VALUES ('a');",
  ],
  [
    "INSERT INTO orders (id, note) VALUES ('a', 'b');",
    'there is `Note`',
    "INSERT INTO orders (id, `Note`) VALUES ('a', 'b');",
  ],
  [
    "INSERT INTO orders (id, pieces) VALUES ('a', 1 + CAST(NULL AS INT));",
    'write NULL',
    "INSERT INTO orders (id, pieces) VALUES ('a', NULL);",
  ],
  [
    'SELECT UCASEE(item) FROM orders EMIT CHANGES;',
    'Did you mean UCASE',
    'SELECT UCASE(item) FROM orders EMIT CHANGES;',
  ],
  ['DROP TABLE orders;', 'DROP STREAM ORDERS;', 'DROP TABLE sold; DROP STREAM ORDERS;'],
  ['DROP STREAM stock;', 'DROP TABLE STOCK;', 'DROP TABLE STOCK;'],
  ['SELECT pieces, * FROM sold;', 'name the columns', 'SELECT pieces, item FROM sold;'],
  ['SELECT * FROM stock;', 'add EMIT CHANGES', 'SELECT * FROM stock EMIT CHANGES;'],
  [
    'CREATE TABLE o AS SELECT id, item, COUNT(*) AS n FROM orders GROUP BY id, item;',
    "say KEY_FORMAT='JSON' in WITH (…)",
    "CREATE TABLE o WITH (KEY_FORMAT='JSON') AS SELECT id, item, COUNT(*) AS n FROM orders GROUP BY id, item;",
  ],
  [
    "CREATE STREAM o WITH (VALUE_FORMAT='KAFKA') AS SELECT * FROM orders;",
    "say VALUE_FORMAT='JSON' in WITH (…)",
    "CREATE STREAM o WITH (VALUE_FORMAT='JSON') AS SELECT * FROM orders;",
  ],
  [
    "CREATE STREAM o (a ARRAY<INT>) WITH (KAFKA_TOPIC='o', VALUE_FORMAT='DELIMITED', PARTITIONS=1);",
    "say VALUE_FORMAT='JSON' in WITH (…)",
    "CREATE STREAM o (a ARRAY<INT>) WITH (KAFKA_TOPIC='o', VALUE_FORMAT='JSON', PARTITIONS=1);",
  ],
  [
    "CREATE STREAM o (a INT) WITH (KAFKA_TOPIC='o', VALUE_FORMAT='JSN', PARTITIONS=1);",
    'did you mean JSON?',
    "CREATE STREAM o (a INT) WITH (KAFKA_TOPIC='o', VALUE_FORMAT='JSON', PARTITIONS=1);",
  ],
  [
    "CREATE STREAM o (a INT) WITH (KAFKA_TOPIC='o', VALUE_FORMAT='JSON');",
    'WITH (…, PARTITIONS=n) makes it when it is not there',
    "CREATE STREAM o (a INT) WITH (KAFKA_TOPIC='o', VALUE_FORMAT='JSON', PARTITIONS=3);",
  ],
  [
    "CREATE STREAM orders_2 (a INT) WITH (VALUE_FORMAT='JSON', PARTITIONS=1);",
    "WITH (KAFKA_TOPIC='orders_2', …)",
    "CREATE STREAM orders_2 (a INT) WITH (KAFKA_TOPIC='orders_2', VALUE_FORMAT='JSON', PARTITIONS=1);",
  ],
  [
    'CREATE TABLE o AS SELECT COUNT(*) AS n FROM orders;',
    'GROUP BY the key',
    'CREATE TABLE o AS SELECT id, COUNT(*) AS n FROM orders GROUP BY id;',
  ],
  [
    'CREATE STREAM o AS SELECT item FROM orders;',
    'add ID to the SELECT list',
    'CREATE STREAM o AS SELECT ID, item FROM orders;',
  ],
  [
    'CREATE STREAM o AS SELECT id FROM orders;',
    'add a column, or a copy of the key: AS_VALUE(ID) AS …',
    'CREATE STREAM o AS SELECT id, AS_VALUE(ID) AS same FROM orders;',
  ],
  [
    'CREATE STREAM o AS SELECT * FROM orders LIMIT 3;',
    'leave LIMIT out',
    'CREATE STREAM o AS SELECT * FROM orders;',
  ],
  [
    'CREATE STREAM o AS SELECT id, ROWTIME FROM orders;',
    'ROWTIME AS …',
    'CREATE STREAM o AS SELECT id, ROWTIME AS ordered FROM orders;',
  ],
];

let line: Line;
beforeEach(async () => {
  line = openLine(memoryDisk());
  await line.run({ sql: SOURCES });
});
afterEach(() => line.engine.close());

/** Runs each statement, queries too; nobody reads their rows. Throws KsqlError. */
async function run(sql: string): Promise<void> {
  const session = openSession();
  for (const statement of scriptStatements(sql, session, line.engine)) {
    if (statement.statement.kind === 'QueryStatement') line.engine.openQuery(statement, session).close();
    else line.engine.run(statement, session);
  }
  await line.engine.scheduler.settled();
}

test.each(HINTS)('%s → %s', async (refused, hint, proposed) => {
  const error = await run(refused).then(
    () => undefined,
    (thrown: KsqlError) => thrown,
  );
  expect(error?.hint).toContain(hint);
  await run(proposed);
});

test.each([
  ['nothing is near', 'SELECT * FROM nope EMIT CHANGES;', undefined],
  ['no function is near', 'SELECT NOPE(item) FROM orders EMIT CHANGES;', 'SHOW FUNCTIONS lists them.'],
])('no name is proposed where %s', async (_, sql, hint) => {
  await expect(run(sql)).rejects.toMatchObject({ hint });
});
