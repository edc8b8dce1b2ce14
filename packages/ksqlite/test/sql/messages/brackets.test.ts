import { refuses } from '../support/refuses.ts';

describe('messages: brackets', () => {
  refuses(
    'SELECT (a + (b * 2) FROM s;',
    `
line 1:21: SQL_SYNTAX: expected ), found FROM
  SELECT (a + (b * 2) FROM s;
                      ^^^^
  hint: is a ) missing before it?`,
  );
  refuses(
    'SELECT f(a, b;',
    `
line 1:9: SQL_SYNTAX: the ( is not closed
  SELECT f(a, b;
          ^
  hint: a ) is missing before the ; at line 1`,
  );
  refuses(
    'SELECT f(a, b',
    `
line 1:9: SQL_SYNTAX: the ( is not closed
  SELECT f(a, b
          ^
  hint: a ) is missing`,
  );
  refuses(
    "CREATE STREAM s (a INT, b ARRAY<INT) WITH (FORMAT='JSON');",
    `
line 1:36: SQL_SYNTAX: expected >, found )
  CREATE STREAM s (a INT, b ARRAY<INT) WITH (FORMAT='JSON');
                                     ^
  hint: is a > missing before it?`,
  );
  refuses(
    'CREATE STREAM s (a INT,\n b INT\n;',
    `
line 1:17: SQL_SYNTAX: the ( is not closed
  CREATE STREAM s (a INT,
                  ^
  hint: a ) is missing before the ; at line 3`,
  );
  refuses(
    'SELECT a[1 FROM s;',
    `
line 1:12: SQL_SYNTAX: expected ], found FROM
  SELECT a[1 FROM s;
             ^^^^
  hint: is a ] missing before it?`,
  );
  refuses(
    'SELECT a + FROM s;',
    `
line 1:12: SQL_SYNTAX: expected an expression, found FROM
  SELECT a + FROM s;
             ^^^^`,
  );
  refuses(
    'SELECT a FROM s WHERE x IN ();',
    `
line 1:29: SQL_SYNTAX: expected an expression, found )
  SELECT a FROM s WHERE x IN ();
                              ^`,
  );
});
