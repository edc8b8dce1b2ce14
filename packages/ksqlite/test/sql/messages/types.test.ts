import { refuses } from '../support/refuses.ts';

describe('messages: types', () => {
  refuses(
    "CREATE STREAM s (a VARCHR) WITH (FORMAT='JSON');",
    `
line 1:20: SQL_SYNTAX: unknown type VARCHR
  CREATE STREAM s (a VARCHR) WITH (FORMAT='JSON');
                     ^^^^^^
  hint: did you mean VARCHAR?`,
  );
  refuses(
    "CREATE STREAM s (a TEXT) WITH (FORMAT='JSON');",
    `
line 1:20: SQL_SYNTAX: unknown type TEXT
  CREATE STREAM s (a TEXT) WITH (FORMAT='JSON');
                     ^^^^
  hint: did you mean VARCHAR?`,
  );
  refuses(
    "CREATE STREAM s (a STRUCT<b FLOAT>) WITH (FORMAT='JSON');",
    `
line 1:29: SQL_SYNTAX: unknown type FLOAT
  CREATE STREAM s (a STRUCT<b FLOAT>) WITH (FORMAT='JSON');
                              ^^^^^
  hint: did you mean DOUBLE?`,
  );
  refuses(
    "CREATE STREAM s (a MONEY) WITH (FORMAT='JSON');",
    `
line 1:20: SQL_SYNTAX: unknown type MONEY
  CREATE STREAM s (a MONEY) WITH (FORMAT='JSON');
                     ^^^^^
  hint: the types are BOOLEAN, INT, INTEGER, BIGINT, DOUBLE, VARCHAR, STRING, BYTES, DATE, TIME, TIMESTAMP, DECIMAL, ARRAY, MAP, STRUCT, and those of CREATE TYPE`,
  );
  refuses(
    "CREATE STREAM s (a DECIMAL) WITH (FORMAT='JSON');",
    `
line 1:27: SQL_SYNTAX: expected (, found )
  CREATE STREAM s (a DECIMAL) WITH (FORMAT='JSON');
                            ^
  hint: DECIMAL(precision, scale)`,
  );
  refuses(
    "CREATE STREAM s (a DECIMAL(2, 4)) WITH (FORMAT='JSON');",
    `
line 1:20: SQL_SYNTAX: the scale of a DECIMAL cannot exceed its precision
  CREATE STREAM s (a DECIMAL(2, 4)) WITH (FORMAT='JSON');
                     ^^^^^^^^^^^^^`,
  );
  refuses(
    "CREATE STREAM s (a DECIMAL(0, 0)) WITH (FORMAT='JSON');",
    `
line 1:20: SQL_SYNTAX: the precision of a DECIMAL is 1 at least
  CREATE STREAM s (a DECIMAL(0, 0)) WITH (FORMAT='JSON');
                     ^^^^^^^^^^^^^`,
  );
  refuses(
    "CREATE STREAM s (a MAP<INT>) WITH (FORMAT='JSON');",
    `
line 1:27: SQL_SYNTAX: expected a comma, found >
  CREATE STREAM s (a MAP<INT>) WITH (FORMAT='JSON');
                            ^
  hint: MAP<key, value>`,
  );
  refuses(
    "CREATE STREAM s (a, b INT) WITH (FORMAT='JSON');",
    `
line 1:19: SQL_SYNTAX: expected a type, found ,
  CREATE STREAM s (a, b INT) WITH (FORMAT='JSON');
                    ^`,
  );
  refuses(
    "CREATE STREAM s (a BYTES HEADER('')) WITH (FORMAT='JSON');",
    `
line 1:33: SQL_SYNTAX: the header’s name is empty
  CREATE STREAM s (a BYTES HEADER('')) WITH (FORMAT='JSON');
                                  ^^
  hint: HEADERS takes all of them`,
  );
  refuses(
    'SELECT CAST(a, INT) FROM s;',
    `
line 1:14: SQL_SYNTAX: expected AS, found ,
  SELECT CAST(a, INT) FROM s;
               ^
  hint: CAST(x AS type)`,
  );
});
