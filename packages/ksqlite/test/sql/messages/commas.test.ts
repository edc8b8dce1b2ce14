import { refuses } from '../support/refuses.ts';

describe('messages: commas', () => {
  refuses(
    'SELECT a b c FROM s;',
    `
line 1:12: SQL_SYNTAX: expected a comma or FROM, found c
  SELECT a b c FROM s;
             ^
  hint: is a comma missing before it?`,
  );
  refuses(
    'SELECT a, FROM s;',
    `
line 1:11: SQL_SYNTAX: expected an expression, found FROM
  SELECT a, FROM s;
            ^^^^
  hint: is the comma before it one too many?`,
  );
  refuses(
    "CREATE STREAM s (a INT b INT) WITH (FORMAT='JSON');",
    `
line 1:24: SQL_SYNTAX: expected KEY, PRIMARY KEY, HEADERS, HEADER, a comma or ), found b
  CREATE STREAM s (a INT b INT) WITH (FORMAT='JSON');
                         ^
  hint: is a comma missing before it?`,
  );
  refuses(
    "CREATE STREAM s (a INT, ) WITH (FORMAT='JSON');",
    `
line 1:25: SQL_SYNTAX: expected a column’s name, found )
  CREATE STREAM s (a INT, ) WITH (FORMAT='JSON');
                          ^
  hint: is the comma before it one too many?`,
  );
  refuses(
    "CREATE STREAM s (a INT) WITH (FORMAT='JSON' PARTITIONS=1);",
    `
line 1:45: SQL_SYNTAX: expected a comma or ), found PARTITIONS
  CREATE STREAM s (a INT) WITH (FORMAT='JSON' PARTITIONS=1);
                                              ^^^^^^^^^^
  hint: is a comma missing before it?`,
  );
  refuses(
    'SELECT f(a b) FROM s;',
    `
line 1:12: SQL_SYNTAX: expected a comma or ), found b
  SELECT f(a b) FROM s;
             ^
  hint: is a comma missing before it?`,
  );
  refuses(
    'SELECT f(a,) FROM s;',
    `
line 1:12: SQL_SYNTAX: expected an expression, found )
  SELECT f(a,) FROM s;
             ^
  hint: is the comma before it one too many?`,
  );
  refuses(
    "CREATE STREAM s (id INT KEY)\nWITH (KAFKA_TOPIC='x',\n      FORMAT='JSON',\n);",
    `
line 4:1: SQL_SYNTAX: expected a property’s name, found )
  );
  ^
  hint: is the comma before it one too many?`,
  );
  refuses(
    'SELECT * FROM a, b;',
    `
line 1:16: SQL_SYNTAX: FROM takes one source
  SELECT * FROM a, b;
                 ^
  hint: join others with JOIN … ON …`,
  );
});
