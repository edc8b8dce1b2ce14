import { refuses } from '../support/refuses.ts';

describe('messages: what is unsupported', () => {
  refuses(
    "CREATE SINK CONNECTOR c WITH ('a'='b');",
    `
line 1:1: SQL_UNSUPPORTED: CREATE SINK CONNECTOR is not supported
  CREATE SINK CONNECTOR c WITH ('a'='b');
  ^^^^^^^^^^^^^^^^^^^^^
  hint: write into a stream with INSERT INTO … VALUES or POST /inserts-stream, and read one with SELECT … EMIT CHANGES`,
  );
  refuses(
    "CREATE SOURCE CONNECTOR c WITH ('a'='b');",
    `
line 1:1: SQL_UNSUPPORTED: CREATE SOURCE CONNECTOR is not supported
  CREATE SOURCE CONNECTOR c WITH ('a'='b');
  ^^^^^^^^^^^^^^^^^^^^^^^
  hint: write into a stream with INSERT INTO … VALUES or POST /inserts-stream, and read one with SELECT … EMIT CHANGES`,
  );
  refuses(
    'DROP CONNECTOR c;',
    `
line 1:1: SQL_UNSUPPORTED: DROP CONNECTOR is not supported
  DROP CONNECTOR c;
  ^^^^^^^^^^^^^^
  hint: write into a stream with INSERT INTO … VALUES or POST /inserts-stream, and read one with SELECT … EMIT CHANGES`,
  );
  refuses(
    'SHOW CONNECTORS;',
    `
line 1:1: SQL_UNSUPPORTED: SHOW CONNECTORS is not supported
  SHOW CONNECTORS;
  ^^^^^^^^^^^^^^^
  hint: write into a stream with INSERT INTO … VALUES or POST /inserts-stream, and read one with SELECT … EMIT CHANGES`,
  );
  refuses(
    'LIST SOURCE CONNECTORS;',
    `
line 1:1: SQL_UNSUPPORTED: SHOW CONNECTORS is not supported
  LIST SOURCE CONNECTORS;
  ^^^^^^^^^^^^^^^^^^^^^^
  hint: write into a stream with INSERT INTO … VALUES or POST /inserts-stream, and read one with SELECT … EMIT CHANGES`,
  );
  refuses(
    'SHOW CONNECTOR PLUGINS;',
    `
line 1:1: SQL_UNSUPPORTED: SHOW CONNECTOR PLUGINS is not supported
  SHOW CONNECTOR PLUGINS;
  ^^^^^^^^^^^^^^^^^^^^^^
  hint: write into a stream with INSERT INTO … VALUES or POST /inserts-stream, and read one with SELECT … EMIT CHANGES`,
  );
  refuses(
    'DESCRIBE CONNECTOR c;',
    `
line 1:1: SQL_UNSUPPORTED: DESCRIBE CONNECTOR is not supported
  DESCRIBE CONNECTOR c;
  ^^^^^^^^^^^^^^^^^^
  hint: write into a stream with INSERT INTO … VALUES or POST /inserts-stream, and read one with SELECT … EMIT CHANGES`,
  );
  refuses(
    "ALTER SYSTEM 'a'='b';",
    `
line 1:1: SQL_UNSUPPORTED: ALTER SYSTEM is not supported
  ALTER SYSTEM 'a'='b';
  ^^^^^^^^^^^^
  hint: SET changes a property for the statements that follow it`,
  );
  refuses(
    'ASSERT VALUES s (a) VALUES (1);',
    `
line 1:1: SQL_UNSUPPORTED: ASSERT VALUES is not supported
  ASSERT VALUES s (a) VALUES (1);
  ^^^^^^^^^^^^^
  hint: assertions belong in a test file: ksqlite test FILE runs it`,
  );
  refuses(
    "RUN SCRIPT 'x.sql';",
    `
line 1:1: SQL_UNSUPPORTED: RUN SCRIPT is not supported
  RUN SCRIPT 'x.sql';
  ^^^^^^^^^^
  hint: give the engine the script’s text; a test file may run one: ksqlite test FILE`,
  );
  refuses(
    'SELECT UCASE(address->*) FROM s;',
    `
line 1:21: SQL_SYNTAX: unexpected ->*
  SELECT UCASE(address->*) FROM s;
                      ^^
  hint: it stands at the end of an item of the SELECT list: SELECT id, address->* FROM …`,
  );
  refuses(
    "SELECT ts AT TIME ZONE 'UTC' FROM s;",
    `
line 1:11: SQL_UNSUPPORTED: AT TIME ZONE is not supported
  SELECT ts AT TIME ZONE 'UTC' FROM s;
            ^^^^^^^^^^^^
  hint: use CONVERT_TZ(timestamp, from, to) or FORMAT_TIMESTAMP(timestamp, format, zone)`,
  );
  refuses(
    "SELECT * FROM t AS OF TIMESTAMP '2024-01-01';",
    `
line 1:17: SQL_UNSUPPORTED: AS OF is not supported
  SELECT * FROM t AS OF TIMESTAMP '2024-01-01';
                  ^^^^^
  hint: a table is read as it is now: keep history in a stream`,
  );
});
