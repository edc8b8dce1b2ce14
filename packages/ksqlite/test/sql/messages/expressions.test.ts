import { refuses } from '../support/refuses.ts';

describe('messages: expressions', () => {
  refuses(
    'SELECT a FROM s WHERE 1 < a < 3;',
    `
line 1:29: SQL_SYNTAX: comparisons cannot be chained
  SELECT a FROM s WHERE 1 < a < 3;
                              ^
  hint: join two comparisons with AND`,
  );
  refuses(
    'SELECT a FROM s WHERE a = NOT b;',
    `
line 1:27: SQL_SYNTAX: expected an expression, found NOT
  SELECT a FROM s WHERE a = NOT b;
                            ^^^`,
  );
  refuses(
    'SELECT a FROM s WHERE a NOT 5;',
    `
line 1:29: SQL_SYNTAX: expected BETWEEN, IN or LIKE, found 5
  SELECT a FROM s WHERE a NOT 5;
                              ^`,
  );
  refuses(
    'SELECT a FROM s WHERE a = 1 b = 2;',
    `
line 1:29: SQL_SYNTAX: expected GROUP BY, PARTITION BY, HAVING, EMIT, LIMIT or ;, found b
  SELECT a FROM s WHERE a = 1 b = 2;
                              ^
  hint: is an operator missing before it: AND, OR, …?`,
  );
  refuses(
    'SELECT a FROM s WHERE a BETWEEN 1, 2;',
    `
line 1:34: SQL_SYNTAX: expected AND, found ,
  SELECT a FROM s WHERE a BETWEEN 1, 2;
                                   ^
  hint: x BETWEEN low AND high`,
  );
  refuses(
    "SELECT a FROM s WHERE a LIKE 'x' ESCAPE '!!';",
    `
line 1:41: SQL_SYNTAX: ESCAPE takes exactly one character
  SELECT a FROM s WHERE a LIKE 'x' ESCAPE '!!';
                                          ^^^^`,
  );
  refuses(
    'SELECT CASE a END FROM s;',
    `
line 1:15: SQL_SYNTAX: expected WHEN, found END
  SELECT CASE a END FROM s;
                ^^^`,
  );
  refuses(
    'SELECT CASE WHEN a THEN 1 FROM s;',
    `
line 1:27: SQL_SYNTAX: expected WHEN, ELSE or END, found FROM
  SELECT CASE WHEN a THEN 1 FROM s;
                            ^^^^`,
  );
  refuses(
    'SELECT f(x => x) FROM s;',
    `
line 1:10: SQL_SYNTAX: a lambda cannot be the first argument
  SELECT f(x => x) FROM s;
           ^
  hint: the collection comes first`,
  );
  refuses(
    'SELECT f(a, x => x, b) FROM s;',
    `
line 1:21: SQL_SYNTAX: after a lambda only lambdas can follow
  SELECT f(a, x => x, b) FROM s;
                      ^
  hint: put the lambda last`,
  );
  refuses(
    'SELECT STRUCT(a = 1) FROM s;',
    `
line 1:17: SQL_SYNTAX: expected :=, found =
  SELECT STRUCT(a = 1) FROM s;
                  ^
  hint: STRUCT(field := value, …)`,
  );
  refuses(
    "SELECT DATE '2024-01-01' FROM s;",
    `
line 1:8: SQL_SYNTAX: ksqlDB has no DATE literals
  SELECT DATE '2024-01-01' FROM s;
         ^^^^^^^^^^^^^^^^^
  hint: leave DATE out: a string is read as one where one is compared, or CAST it`,
  );
  refuses(
    'SELECT SUM(DISTINCT a) FROM s GROUP BY b;',
    `
line 1:12: SQL_SYNTAX: unexpected DISTINCT
  SELECT SUM(DISTINCT a) FROM s GROUP BY b;
             ^^^^^^^^
  hint: DISTINCT stands in COUNT(DISTINCT x) alone`,
  );
  refuses(
    'SELECT DISTINCT a FROM s;',
    `
line 1:8: SQL_SYNTAX: unexpected DISTINCT
  SELECT DISTINCT a FROM s;
         ^^^^^^^^
  hint: ksqlDB has no SELECT DISTINCT: GROUP BY the columns into a table`,
  );
  refuses(
    'SELECT a FROM s WHERE a IN (SELECT b FROM t);',
    `
line 1:29: SQL_SYNTAX: unexpected SELECT
  SELECT a FROM s WHERE a IN (SELECT b FROM t);
                              ^^^^^^
  hint: ksqlDB has no sub-selects: give the inner SELECT its own CREATE … AS SELECT`,
  );
  refuses(
    'SELECT a FROM s UNION SELECT a FROM t;',
    `
line 1:17: SQL_SYNTAX: unexpected UNION SELECT
  SELECT a FROM s UNION SELECT a FROM t;
                  ^^^^^^^^^^^^
  hint: ksqlDB has no UNION: INSERT INTO one stream from several queries`,
  );
  refuses(
    'SELECT f(DAYS) FROM s;',
    `
line 1:10: SQL_SYNTAX: expected an expression, found DAYS
  SELECT f(DAYS) FROM s;
           ^^^^
  hint: DAYS is a keyword; as a name it is quoted: \`DAYS\``,
  );
  refuses(
    'SELECT;',
    `
line 1:7: SQL_SYNTAX: expected an expression, found ;
  SELECT;
        ^`,
  );
});
