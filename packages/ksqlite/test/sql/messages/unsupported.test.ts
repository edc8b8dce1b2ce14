import { refuses } from '../support/refuses.ts';

describe('messages: what is unsupported', () => {
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
