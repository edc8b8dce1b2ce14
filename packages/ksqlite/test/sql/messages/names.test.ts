import { refuses } from '../support/refuses.ts';

describe('messages: names', () => {
  refuses(
    "CREATE STREAM s (size INT) WITH (FORMAT='JSON');",
    `
line 1:18: SQL_SYNTAX: expected a column’s name, found size
  CREATE STREAM s (size INT) WITH (FORMAT='JSON');
                   ^^^^
  hint: SIZE is a keyword; as a name it is quoted: \`SIZE\``,
  );
  refuses(
    'SELECT size FROM s;',
    `
line 1:8: SQL_SYNTAX: expected an expression, found size
  SELECT size FROM s;
         ^^^^
  hint: SIZE is a keyword; as a name it is quoted: \`SIZE\``,
  );
  refuses(
    'SELECT a AS from FROM s;',
    `
line 1:13: SQL_SYNTAX: expected a name, found from
  SELECT a AS from FROM s;
              ^^^^
  hint: FROM is a keyword; as a name it is quoted: \`FROM\``,
  );
  refuses(
    "SELECT a AS 'b' FROM s;",
    `
line 1:13: SQL_SYNTAX: expected a name, found 'b'
  SELECT a AS 'b' FROM s;
              ^^^
  hint: single quotes make a string; a name is quoted with backticks: \`b\``,
  );
  refuses(
    'SELECT a FROM left EMIT CHANGES;',
    `
line 1:15: SQL_SYNTAX: expected the name of a stream or table, found left
  SELECT a FROM left EMIT CHANGES;
                ^^^^
  hint: LEFT is a keyword; as a name it is quoted: \`LEFT\``,
  );
  refuses(
    "CREATE STREAM `my stream` (a INT) WITH (FORMAT='JSON');",
    `
line 1:15: SQL_SYNTAX: my stream cannot name a stream or table
  CREATE STREAM \`my stream\` (a INT) WITH (FORMAT='JSON');
                ^^^^^^^^^^^
  hint: such names hold only letters, digits, _ and -`,
  );
  refuses(
    'SELECT `` FROM s;',
    `
line 1:8: SQL_SYNTAX: a name cannot be empty
  SELECT \`\` FROM s;
         ^^`,
  );
  refuses(
    'SELECT s.a.b FROM s;',
    `
line 1:11: SQL_SYNTAX: unexpected .
  SELECT s.a.b FROM s;
            ^
  hint: fields of a STRUCT are reached with ->`,
  );
  refuses(
    'SELECT a->b.c FROM s;',
    `
line 1:12: SQL_SYNTAX: unexpected .
  SELECT a->b.c FROM s;
             ^
  hint: fields of a STRUCT are reached with ->`,
  );
  refuses(
    'SELECT LEFT(a, 2) FROM s;',
    `
line 1:8: SQL_SYNTAX: expected an expression, found LEFT
  SELECT LEFT(a, 2) FROM s;
         ^^^^
  hint: LEFT is a keyword, not a function: use SUBSTRING(text, from, length)`,
  );
  refuses(
    "DESCRIBE 's';",
    `
line 1:10: SQL_SYNTAX: expected EXTENDED or the name of a stream or table, found 's'
  DESCRIBE 's';
           ^^^
  hint: single quotes make a string; a name is quoted with backticks: \`s\``,
  );
  refuses(
    'TERMINATE;',
    `
line 1:10: SQL_SYNTAX: expected ALL, QUERY or a query’s id, found ;
  TERMINATE;
           ^
  hint: SHOW QUERIES lists the ids`,
  );
  refuses(
    'PAUSE;',
    `
line 1:6: SQL_SYNTAX: expected ALL or a query’s id, found ;
  PAUSE;
       ^
  hint: SHOW QUERIES lists the ids`,
  );
  refuses(
    "DEFINE 'x' = '1';",
    `
line 1:8: SQL_SYNTAX: expected a variable, found 'x'
  DEFINE 'x' = '1';
         ^^^`,
  );
  refuses(
    'DEFINE x = 1;',
    `
line 1:12: SQL_SYNTAX: expected the value in quotes, found 1
  DEFINE x = 1;
             ^`,
  );
  refuses(
    "SET x = 'y';",
    `
line 1:5: SQL_SYNTAX: expected the property in quotes, found x
  SET x = 'y';
      ^`,
  );
});
