import { refuses } from '../support/refuses.ts';

describe('messages: what is not closed', () => {
  refuses(
    "SELECT 'abc FROM s;\nSELECT 1;",
    `
line 1:8: SQL_SYNTAX: the string is not closed
  SELECT 'abc FROM s;
         ^^^^^^^^^^^^
  hint: close it with '; a quote inside is written ''`,
  );
  refuses(
    'SELECT "abc FROM s;',
    `
line 1:8: SQL_SYNTAX: the quoted name is not closed
  SELECT "abc FROM s;
         ^^^^^^^^^^^^
  hint: close it with "`,
  );
  refuses(
    'SELECT `abc FROM s;',
    `
line 1:8: SQL_SYNTAX: the quoted name is not closed
  SELECT \`abc FROM s;
         ^^^^^^^^^^^^
  hint: close it with \``,
  );
  refuses(
    'SELECT a /* comment FROM s;',
    `
line 1:10: SQL_SYNTAX: the comment is not closed
  SELECT a /* comment FROM s;
           ^^
  hint: close it with */`,
  );
});
