import { refuses } from '../support/refuses.ts';

describe('messages: characters', () => {
  refuses(
    'SELECT a FROM s WHERE a && b;',
    `
line 1:25: SQL_SYNTAX: unexpected character &&
  SELECT a FROM s WHERE a && b;
                          ^^
  hint: write AND`,
  );
  refuses(
    'SELECT a FROM s WHERE !b;',
    `
line 1:23: SQL_SYNTAX: unexpected character !
  SELECT a FROM s WHERE !b;
                        ^
  hint: write NOT, or <> for unequal`,
  );
  refuses(
    'SELECT a FROM s WHERE a == b;',
    `
line 1:25: SQL_SYNTAX: unexpected ==
  SELECT a FROM s WHERE a == b;
                          ^^
  hint: equality is a single =`,
  );
  refuses(
    'SELECT ‘a’ FROM s;',
    `
line 1:8: SQL_SYNTAX: unexpected character ‘
  SELECT ‘a’ FROM s;
         ^
  hint: strings are in straight single quotes: '…'`,
  );
  refuses(
    'SELECT größe FROM s;',
    `
line 1:10: SQL_SYNTAX: unexpected character ö
  SELECT größe FROM s;
           ^
  hint: names with other letters than A to Z are quoted with backticks`,
  );
  refuses(
    'SELECT a ? b FROM s;',
    `
line 1:10: SQL_SYNTAX: unexpected character ?
  SELECT a ? b FROM s;
           ^`,
  );
  refuses(
    'SELECT a FROM s;',
    `
line 1:9: SQL_SYNTAX: unexpected character U+00A0
  SELECT a FROM s;
          ^
  hint: this is a no-break space, write a plain one`,
  );
  refuses(
    `SELECT a FROM \${src};`,
    `
line 1:15: SQL_SYNTAX: the variable \${src} is not defined
  SELECT a FROM \${src};
                ^^^^^^
  hint: write DEFINE src = '…'; before it`,
  );
  refuses(
    'SELECT $a FROM s;',
    `
line 1:8: SQL_SYNTAX: unexpected character $
  SELECT $a FROM s;
         ^
  hint: a variable’s name is in braces: \${name}`,
  );
});
