import { refuses } from '../support/refuses.ts';

describe('messages: definitions', () => {
  refuses(
    'CREATE STREAM s (a INT) AS SELECT a FROM t;',
    `
line 1:17: SQL_SYNTAX: columns and AS SELECT exclude one another
  CREATE STREAM s (a INT) AS SELECT a FROM t;
                  ^^^^^^^
  hint: leave the columns out: they come from the SELECT; CAST sets their types`,
  );
  refuses(
    'CREATE SOURCE STREAM s AS SELECT a FROM t;',
    `
line 1:24: SQL_SYNTAX: a SOURCE cannot be created AS SELECT
  CREATE SOURCE STREAM s AS SELECT a FROM t;
                         ^^
  hint: leave SOURCE out: what a query writes is not read only`,
  );
  refuses(
    'CREATE STREAM s AS t;',
    `
line 1:20: SQL_SYNTAX: expected SELECT, found t
  CREATE STREAM s AS t;
                     ^`,
  );
  refuses(
    'CREATE STREAM s AS (SELECT a FROM t);',
    `
line 1:20: SQL_SYNTAX: unexpected (
  CREATE STREAM s AS (SELECT a FROM t);
                     ^
  hint: behind AS, a SELECT is not in parentheses`,
  );
  refuses(
    'CREATE STREAM IF NOT EXIST s;',
    `
line 1:22: SQL_SYNTAX: expected EXISTS, found EXIST
  CREATE STREAM IF NOT EXIST s;
                       ^^^^^
  hint: did you mean EXISTS?`,
  );
  refuses(
    'DROP STREAM IF EXIST s;',
    `
line 1:16: SQL_SYNTAX: expected EXISTS, found EXIST
  DROP STREAM IF EXIST s;
                 ^^^^^
  hint: did you mean EXISTS?`,
  );
  refuses(
    'CREATE STREAM s WITH (FORMAT=JSON);',
    `
line 1:30: SQL_SYNTAX: expected a string, number or boolean, found JSON
  CREATE STREAM s WITH (FORMAT=JSON);
                               ^^^^
  hint: a text is in single quotes: 'JSON'`,
  );
  refuses(
    "CREATE STREAM s WITH (FORMAT 'JSON');",
    `
line 1:30: SQL_SYNTAX: expected =, found 'JSON'
  CREATE STREAM s WITH (FORMAT 'JSON');
                               ^^^^^^`,
  );
  refuses(
    "CREATE STREAM s WITH (FORMAT='JSON', format='AVRO');",
    `
line 1:38: SQL_SYNTAX: FORMAT is given twice
  CREATE STREAM s WITH (FORMAT='JSON', format='AVRO');
                                       ^^^^^^`,
  );
  refuses(
    'CREATE STREAM s WITH ();',
    `
line 1:23: SQL_SYNTAX: expected a property’s name, found )
  CREATE STREAM s WITH ();
                        ^`,
  );
  refuses(
    'CREATE OR STREAM s;',
    `
line 1:11: SQL_SYNTAX: expected REPLACE, found STREAM
  CREATE OR STREAM s;
            ^^^^^^`,
  );
  refuses(
    'INSERT s VALUES (1);',
    `
line 1:8: SQL_SYNTAX: expected INTO, found s
  INSERT s VALUES (1);
         ^`,
  );
  refuses(
    'INSERT INTO s (a) SELECT a FROM t;',
    `
line 1:19: SQL_SYNTAX: INSERT INTO … SELECT takes no columns
  INSERT INTO s (a) SELECT a FROM t;
                    ^^^^^^
  hint: leave the columns out and name them in the SELECT: SELECT x AS a`,
  );
  refuses(
    'INSERT INTO s VALUES (1), (2);',
    `
line 1:25: SQL_SYNTAX: VALUES takes one row
  INSERT INTO s VALUES (1), (2);
                          ^
  hint: write one INSERT for each row`,
  );
  refuses(
    'INSERT INTO s (a) (1);',
    `
line 1:19: SQL_SYNTAX: expected VALUES, found (
  INSERT INTO s (a) (1);
                    ^`,
  );
  refuses(
    'INSERT INTO s FROM t;',
    `
line 1:15: SQL_SYNTAX: expected VALUES, WITH, SELECT or (, found FROM
  INSERT INTO s FROM t;
                ^^^^`,
  );
  refuses(
    'DROP s;',
    `
line 1:6: SQL_SYNTAX: expected CONNECTOR, STREAM or TABLE, found s
  DROP s;
       ^`,
  );
  refuses(
    'EXPLAIN;',
    `
line 1:8: SQL_SYNTAX: expected a statement, found ;
  EXPLAIN;
         ^
  hint: statements begin with SELECT, CREATE, INSERT, DELETE, ALTER, DROP, SHOW, LIST, DESCRIBE, EXPLAIN, PRINT, ASSERT, TERMINATE, PAUSE, RESUME, SET, UNSET, DEFINE or UNDEFINE`,
  );
  refuses(
    'PRINT;',
    `
line 1:6: SQL_SYNTAX: expected a topic, found ;
  PRINT;
       ^
  hint: PRINT 'my-topic' FROM BEGINNING;`,
  );
  refuses(
    'SHOW;',
    `
line 1:5: SQL_SYNTAX: expected CONNECTOR PLUGINS, SOURCE, SINK, CONNECTORS, ALL TOPICS, STREAMS, TABLES, TOPICS, QUERIES, FUNCTIONS, PROPERTIES, VARIABLES or TYPES, found ;
  SHOW;
      ^`,
  );
});
