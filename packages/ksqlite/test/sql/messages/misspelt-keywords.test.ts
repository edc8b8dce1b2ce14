import { refuses } from '../support/refuses.ts';

describe('messages: misspelt keywords', () => {
  refuses(
    'SELECT * FROM orders o LEFT JION customers c ON o.id = c.id EMIT CHANGES;',
    `
line 1:29: SQL_SYNTAX: expected JOIN, found JION
  SELECT * FROM orders o LEFT JION customers c ON o.id = c.id EMIT CHANGES;
                              ^^^^
  hint: did you mean JOIN?`,
  );
  refuses(
    'SELECT * FROM orders o JION customers c ON o.id = c.id EMIT CHANGES;',
    `
line 1:24: SQL_SYNTAX: expected JOIN, found JION
  SELECT * FROM orders o JION customers c ON o.id = c.id EMIT CHANGES;
                         ^^^^
  hint: did you mean JOIN?`,
  );
  refuses(
    'SELECT *\nFROM s\nWEHRE x > 1\nEMIT CHANGES;',
    `
line 3:1: SQL_SYNTAX: expected WHERE, found WEHRE
  WEHRE x > 1
  ^^^^^
  hint: did you mean WHERE?`,
  );
  refuses(
    'SELECT a FORM s EMIT CHANGES;',
    `
line 1:10: SQL_SYNTAX: expected FROM, found FORM
  SELECT a FORM s EMIT CHANGES;
           ^^^^
  hint: did you mean FROM?`,
  );
  refuses(
    'SELECT a FROM s EMIT CHANGE;',
    `
line 1:22: SQL_SYNTAX: expected CHANGES, found CHANGE
  SELECT a FROM s EMIT CHANGE;
                       ^^^^^^
  hint: did you mean CHANGES?`,
  );
  refuses(
    'SELECT a FROM s EMTI CHANGES;',
    `
line 1:17: SQL_SYNTAX: expected EMIT, found EMTI
  SELECT a FROM s EMTI CHANGES;
                  ^^^^
  hint: did you mean EMIT?`,
  );
  refuses(
    'SELECT a FROM s WHERE a = 1 ADN b = 2;',
    `
line 1:29: SQL_SYNTAX: expected AND, found ADN
  SELECT a FROM s WHERE a = 1 ADN b = 2;
                              ^^^
  hint: did you mean AND?`,
  );
  refuses(
    'SELECT a FROM s WHERE a IS NUL;',
    `
line 1:28: SQL_SYNTAX: expected NULL, found NUL
  SELECT a FROM s WHERE a IS NUL;
                             ^^^
  hint: did you mean NULL?`,
  );
  refuses(
    'SELECT a, COUNT(*) FROM s GROUP YB a EMIT CHANGES;',
    `
line 1:33: SQL_SYNTAX: expected BY, found YB
  SELECT a, COUNT(*) FROM s GROUP YB a EMIT CHANGES;
                                  ^^
  hint: did you mean BY?`,
  );
  refuses(
    'SELECT a, COUNT(*) FROM s WINDOW TUMBLNG (SIZE 1 HOUR) GROUP BY a EMIT CHANGES;',
    `
line 1:34: SQL_SYNTAX: expected TUMBLING, found TUMBLNG
  SELECT a, COUNT(*) FROM s WINDOW TUMBLNG (SIZE 1 HOUR) GROUP BY a EMIT CHANGES;
                                   ^^^^^^^
  hint: did you mean TUMBLING?`,
  );
  refuses(
    'SELECT a FROM l JOIN r WITHIN 5 SECONS ON l.id = r.id;',
    `
line 1:33: SQL_SYNTAX: expected SECONDS, found SECONS
  SELECT a FROM l JOIN r WITHIN 5 SECONS ON l.id = r.id;
                                  ^^^^^^
  hint: did you mean SECONDS?`,
  );
  refuses(
    'SELECT CASE WHEN a THEN 1 ESLE 2 END FROM s;',
    `
line 1:27: SQL_SYNTAX: expected ELSE, found ESLE
  SELECT CASE WHEN a THEN 1 ESLE 2 END FROM s;
                            ^^^^
  hint: did you mean ELSE?`,
  );
  refuses(
    "CRATE STREAM s (a INT) WITH (KAFKA_TOPIC='s');",
    `
line 1:1: SQL_SYNTAX: expected CREATE, found CRATE
  CRATE STREAM s (a INT) WITH (KAFKA_TOPIC='s');
  ^^^^^
  hint: did you mean CREATE?`,
  );
  refuses(
    "CREATE STRAEM s (a INT) WITH (KAFKA_TOPIC='s');",
    `
line 1:8: SQL_SYNTAX: expected STREAM, found STRAEM
  CREATE STRAEM s (a INT) WITH (KAFKA_TOPIC='s');
         ^^^^^^
  hint: did you mean STREAM?`,
  );
  refuses(
    "CREATE STREAM s (a INT) WIHT (KAFKA_TOPIC='s');",
    `
line 1:25: SQL_SYNTAX: expected WITH, found WIHT
  CREATE STREAM s (a INT) WIHT (KAFKA_TOPIC='s');
                          ^^^^
  hint: did you mean WITH?`,
  );
  refuses(
    "CREATE TABLE t (a INT PRIMRY KEY) WITH (KAFKA_TOPIC='t');",
    `
line 1:23: SQL_SYNTAX: expected PRIMARY, found PRIMRY
  CREATE TABLE t (a INT PRIMRY KEY) WITH (KAFKA_TOPIC='t');
                        ^^^^^^
  hint: did you mean PRIMARY?`,
  );
  refuses(
    'SHOW STRAMS;',
    `
line 1:6: SQL_SYNTAX: expected STREAMS, found STRAMS
  SHOW STRAMS;
       ^^^^^^
  hint: did you mean STREAMS?`,
  );
  refuses(
    'DROP STREAM s DELTE TOPIC;',
    `
line 1:15: SQL_SYNTAX: expected DELETE, found DELTE
  DROP STREAM s DELTE TOPIC;
                ^^^^^
  hint: did you mean DELETE?`,
  );
  refuses(
    "CREATE STREAM s (a INT) WITH (KAFKA_TOPIC='s') SA SELECT a FROM b;",
    `
line 1:48: SQL_SYNTAX: expected AS, found SA
  CREATE STREAM s (a INT) WITH (KAFKA_TOPIC='s') SA SELECT a FROM b;
                                                 ^^
  hint: did you mean AS?`,
  );
});
