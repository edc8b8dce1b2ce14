import { refuses } from '../support/refuses.ts';

describe('messages: joins and windows', () => {
  refuses(
    'SELECT * FROM l JOIN r GRACE PERIOD 1 HOUR ON l.id = r.id;',
    `
line 1:24: SQL_SYNTAX: GRACE PERIOD without WITHIN
  SELECT * FROM l JOIN r GRACE PERIOD 1 HOUR ON l.id = r.id;
                         ^^^^^^^^^^^^
  hint: write WITHIN 1 HOUR GRACE PERIOD 5 MINUTES, with your times`,
  );
  refuses(
    'SELECT * FROM l JOIN r WITHIN 1 HOUR;',
    `
line 1:37: SQL_SYNTAX: expected GRACE PERIOD or ON, found ;
  SELECT * FROM l JOIN r WITHIN 1 HOUR;
                                      ^
  hint: every join says ON which columns`,
  );
  refuses(
    'SELECT * FROM l JOIN r WITHIN (1 HOUR) ON l.id = r.id;',
    `
line 1:38: SQL_SYNTAX: expected a comma, found )
  SELECT * FROM l JOIN r WITHIN (1 HOUR) ON l.id = r.id;
                                       ^
  hint: WITHIN (before, after) takes two lengths of time`,
  );
  refuses(
    'SELECT * FROM l JOIN r USING (id);',
    `
line 1:24: SQL_SYNTAX: unexpected USING (
  SELECT * FROM l JOIN r USING (id);
                         ^^^^^^^
  hint: ksqlDB has no USING: write ON a.x = b.x`,
  );
  refuses(
    'SELECT * FROM l INNER r ON l.id = r.id;',
    `
line 1:23: SQL_SYNTAX: expected JOIN, found r
  SELECT * FROM l INNER r ON l.id = r.id;
                        ^`,
  );
  refuses(
    'SELECT * FROM (SELECT * FROM s);',
    `
line 1:15: SQL_SYNTAX: unexpected (
  SELECT * FROM (SELECT * FROM s);
                ^
  hint: ksqlDB has no sub-selects: give the inner SELECT its own CREATE … AS SELECT`,
  );
  refuses(
    'SELECT a FROM s WINDOW SLIDING (SIZE 1 HOUR) GROUP BY a;',
    `
line 1:24: SQL_SYNTAX: expected TUMBLING, HOPPING or SESSION, found SLIDING
  SELECT a FROM s WINDOW SLIDING (SIZE 1 HOUR) GROUP BY a;
                         ^^^^^^^`,
  );
  refuses(
    'SELECT a FROM s WINDOW TUMBLING (1 HOUR) GROUP BY a;',
    `
line 1:34: SQL_SYNTAX: expected SIZE, found 1
  SELECT a FROM s WINDOW TUMBLING (1 HOUR) GROUP BY a;
                                   ^`,
  );
  refuses(
    'SELECT a FROM s WINDOW HOPPING (SIZE 1 HOUR) GROUP BY a;',
    `
line 1:44: SQL_SYNTAX: expected a comma, found )
  SELECT a FROM s WINDOW HOPPING (SIZE 1 HOUR) GROUP BY a;
                                             ^
  hint: HOPPING (SIZE 1 HOUR, ADVANCE BY 5 MINUTES)`,
  );
  refuses(
    'SELECT a FROM s WINDOW TUMBLING (SIZE 1 HOUR, GRACE PERIOD 1 DAY, RETENTION 1 DAY) GROUP BY a;',
    `
line 1:65: SQL_SYNTAX: expected ), found ,
  …CT a FROM s WINDOW TUMBLING (SIZE 1 HOUR, GRACE PERIOD 1 DAY, RETENTION 1 DAY) GROUP BY a;
                                                               ^
  hint: GRACE PERIOD comes last, after RETENTION`,
  );
  refuses(
    'SELECT a FROM s WINDOW TUMBLING (SIZE 1 HOUR, 5 SECONDS) GROUP BY a;',
    `
line 1:47: SQL_SYNTAX: expected RETENTION or GRACE PERIOD, found 5
  SELECT a FROM s WINDOW TUMBLING (SIZE 1 HOUR, 5 SECONDS) GROUP BY a;
                                                ^`,
  );
  refuses(
    'SELECT a FROM s GROUP BY a WHERE b > 1;',
    `
line 1:28: SQL_SYNTAX: WHERE at the wrong place
  SELECT a FROM s GROUP BY a WHERE b > 1;
                             ^^^^^
  hint: the order is FROM, WINDOW, WHERE, GROUP BY, PARTITION BY, HAVING, EMIT, LIMIT, each once`,
  );
  refuses(
    'SELECT a FROM s WHERE b > 1 WHERE c > 1;',
    `
line 1:29: SQL_SYNTAX: WHERE at the wrong place
  SELECT a FROM s WHERE b > 1 WHERE c > 1;
                              ^^^^^
  hint: the order is FROM, WINDOW, WHERE, GROUP BY, PARTITION BY, HAVING, EMIT, LIMIT, each once`,
  );
});
