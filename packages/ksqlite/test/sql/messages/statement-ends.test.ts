import { refuses } from '../support/refuses.ts';

describe('messages: statement ends', () => {
  refuses(
    'SELECT * FROM s EMIT CHANGES',
    `
line 1:29: SQL_SYNTAX: the statement does not end with ;
  SELECT * FROM s EMIT CHANGES
                              ^
  hint: put a ; here`,
  );
  refuses(
    'SELECT * FROM s EMIT CHANGES\n\nCREATE STREAM t AS SELECT * FROM s;',
    `
line 1:29: SQL_SYNTAX: the statement does not end with ;
  SELECT * FROM s EMIT CHANGES
                              ^
  hint: put a ; here`,
  );
  refuses(
    'SELECT * FROM s EMIT CHANGES);',
    `
line 1:29: SQL_SYNTAX: this ) closes nothing
  SELECT * FROM s EMIT CHANGES);
                              ^
  hint: a ( is missing before it`,
  );
  refuses(
    ';',
    `
line 1:1: SQL_SYNTAX: expected a statement, found ;
  ;
  ^
  hint: unexpected ';': remove it`,
  );
  refuses(
    'hello;',
    `
line 1:1: SQL_SYNTAX: expected a statement, found hello
  hello;
  ^^^^^
  hint: statements begin with SELECT, CREATE, INSERT, DELETE, ALTER, DROP, SHOW, LIST, DESCRIBE, EXPLAIN, PRINT, ASSERT, TERMINATE, PAUSE, RESUME, SET, UNSET, DEFINE or UNDEFINE`,
  );
});
