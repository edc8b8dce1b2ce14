import { refuses } from '../support/refuses.ts';

describe('messages: numbers', () => {
  refuses(
    'SELECT 9223372036854775808 FROM s;',
    `
line 1:8: SQL_SYNTAX: the number does not fit 64 bits
  SELECT 9223372036854775808 FROM s;
         ^^^^^^^^^^^^^^^^^^^
  hint: a decimal may be longer: put .0 behind it`,
  );
  refuses(
    'SELECT 1e400 FROM s;',
    `
line 1:8: SQL_SYNTAX: the number is larger than any DOUBLE
  SELECT 1e400 FROM s;
         ^^^^^`,
  );
  refuses(
    'SELECT a FROM s LIMIT -1;',
    `
line 1:23: SQL_SYNTAX: the LIMIT cannot be negative
  SELECT a FROM s LIMIT -1;
                        ^^`,
  );
  refuses(
    'SELECT a FROM s LIMIT 1.5;',
    `
line 1:23: SQL_SYNTAX: the LIMIT must be a whole number
  SELECT a FROM s LIMIT 1.5;
                        ^^^`,
  );
  refuses(
    'SELECT a FROM s LIMIT 9999999999;',
    `
line 1:23: SQL_SYNTAX: the LIMIT is 2147483647 at most
  SELECT a FROM s LIMIT 9999999999;
                        ^^^^^^^^^^`,
  );
  refuses(
    'SELECT a FROM s LIMIT ten;',
    `
line 1:23: SQL_SYNTAX: expected the LIMIT, found ten
  SELECT a FROM s LIMIT ten;
                        ^^^`,
  );
  refuses(
    'SELECT a FROM l JOIN r WITHIN 5 ON l.id = r.id;',
    `
line 1:33: SQL_SYNTAX: expected MILLISECONDS, SECONDS, MINUTES, HOURS or DAYS, found ON
  SELECT a FROM l JOIN r WITHIN 5 ON l.id = r.id;
                                  ^^
  hint: a length of time has a unit: 5 SECONDS`,
  );
  refuses(
    'SELECT a FROM l JOIN r WITHIN 5SECONDS ON l.id = r.id;',
    `
line 1:31: SQL_SYNTAX: expected a length of time, found 5SECONDS
  SELECT a FROM l JOIN r WITHIN 5SECONDS ON l.id = r.id;
                                ^^^^^^^^
  hint: put a space between the number and the word`,
  );
  refuses(
    'SELECT a FROM l JOIN r WITHIN -5 SECONDS ON l.id = r.id;',
    `
line 1:31: SQL_SYNTAX: a length of time cannot be negative
  SELECT a FROM l JOIN r WITHIN -5 SECONDS ON l.id = r.id;
                                ^^`,
  );
  refuses(
    'SELECT a FROM l JOIN r WITHIN SECONDS ON l.id = r.id;',
    `
line 1:31: SQL_SYNTAX: expected a length of time, found SECONDS
  SELECT a FROM l JOIN r WITHIN SECONDS ON l.id = r.id;
                                ^^^^^^^`,
  );
  refuses(
    'SELECT a FROM l JOIN r WITHIN 9007199254740991 DAYS ON l.id = r.id;',
    `
line 1:31: SQL_SYNTAX: this length of time is too long
  SELECT a FROM l JOIN r WITHIN 9007199254740991 DAYS ON l.id = r.id;
                                ^^^^^^^^^^^^^^^^^^^^^`,
  );
});
