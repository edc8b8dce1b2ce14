import { compile, RECORD, refusalOf, run } from '../expression-fixture.ts';

describe('CAST', () => {
  it.each([
    ['CAST(v AS BIGINT) * 10', '70 BIGINT'],
    ['CAST(v AS DOUBLE)', '7 DOUBLE'],
    ['CAST(v AS DECIMAL(4, 2))', '7m DECIMAL(4, 2)'],
    ['CAST(v AS STRING)', "'7' STRING"],
    ['CAST(4294967297 AS INT)', '1 INTEGER'],
    ['CAST(l AS INT)', '1 INTEGER'],
    ['CAST(l AS DOUBLE)', '9007199254740992 DOUBLE'],
    ['CAST(l AS STRING)', "'9007199254740993' STRING"],
    ['CAST(d AS INT)', '2 INTEGER'],
    ['CAST(-0.5E0 AS INT)', '0 INTEGER'],
    ['CAST(1E10 AS INT)', '2147483647 INTEGER'],
    ['CAST(nan AS INT)', '0 INTEGER'],
    ['CAST(1E19 AS BIGINT)', '9223372036854775807n BIGINT'],
    ['CAST(d AS STRING)', "'2.5' STRING"],
    ['CAST(1E7 AS STRING)', "'1.0E7' STRING"],
    ['CAST(0.99E0 AS DECIMAL(2, 1))', '1m DECIMAL(2, 1)'],
    // The exact value of the double is below 1.005; taken to ten digits first, it is 1.005.
    ['CAST(1.005E0 AS DECIMAL(10, 2))', '1.01m DECIMAL(10, 2)'],
    ['CAST(1.005E0 AS DECIMAL(20, 2))', '1m DECIMAL(20, 2)'],
    ['CAST(n AS INT)', '10 INTEGER'],
    ['CAST(4294967297.5 AS INT)', '1 INTEGER'],
    ['CAST(n AS BIGINT)', '10 BIGINT'],
    ['CAST(n AS DOUBLE)', '10.125 DOUBLE'],
    ['CAST(n AS DECIMAL(5, 2))', '10.13m DECIMAL(5, 2)'],
    ['CAST(n AS STRING)', "'10.125' STRING"],
    ['CAST(1.50 AS STRING)', "'1.50' STRING"],
    ['CAST(ok AS STRING)', "'true' STRING"],
    ["CAST(' Yes ' AS BOOLEAN)", 'true BOOLEAN'],
    ["CAST('tru' AS BOOLEAN)", 'true BOOLEAN'],
    ["CAST('truth' AS BOOLEAN)", 'false BOOLEAN'],
    ["CAST('' AS BOOLEAN)", 'false BOOLEAN'],
    ["CAST(' +12 ' AS INT)", '12 INTEGER'],
    // all up to the blank goes, as Java has it
    ["CAST('\u0000 12\u0001' AS INT)", '12 INTEGER'],
    ["CAST('\u0000true' AS BOOLEAN)", 'true BOOLEAN'],
    ["CAST('\u00a0true' AS BOOLEAN)", 'false BOOLEAN'],
    ["CAST('9007199254740993' AS BIGINT)", '9007199254740993n BIGINT'],
    ["CAST('1e2' AS DOUBLE)", '100 DOUBLE'],
    ["CAST('1.255' AS DECIMAL(4, 2))", '1.26m DECIMAL(4, 2)'],
    ["CAST('2020-01-01' AS DATE)", '18262 DATE'],
    ["CAST('01:00' AS TIME)", '3600000 TIME'],
    ["CAST('2020-01-01T01:00:00.000' AS TIMESTAMP)", '1577840400000 TIMESTAMP'],
    ["CAST('AQI=' AS BYTES)", 'x0102 BYTES'],
    ['CAST(ts AS STRING)', "'2020-01-01T01:00:00.000' STRING"],
    ['CAST(ts AS DATE)', '18262 DATE'],
    ['CAST(ts AS TIME)', '3600000 TIME'],
    ['CAST(day AS TIMESTAMP)', '1577836800000 TIMESTAMP'],
    ['CAST(day AS STRING)', "'2020-01-01' STRING"],
    ['CAST(clock AS STRING)', "'01:00' STRING"],
    ['CAST(tags AS STRING)', "'[x, null, y]' STRING"],
    ['CAST(m AS STRING)', "'{p=1}' STRING"],
    ['CAST(pos AS STRING)', "'Struct{X=4,Y=Struct{Z=q}}' STRING"],
    ['CAST(STRUCT(a := nv, b := 1) AS STRING)', "'Struct{B=1}' STRING"],
    ['CAST(nums AS ARRAY<STRING>)', "['3', '1', '2'] ARRAY<STRING>"],
    ['CAST(m AS MAP<STRING, DOUBLE>)', '{p: 1} MAP<STRING, DOUBLE>'],
    [
      'CAST(pos AS STRUCT<y STRUCT<z STRING>, w INT>)',
      "[['q'], null] STRUCT<`Y` STRUCT<`Z` STRING>, `W` INTEGER>",
    ],
    ['CAST(NULL AS ARRAY<INT>)', 'null ARRAY<INTEGER>'],
    ['CAST(nv AS STRING)', 'null STRING'],
    ['CAST(ntags AS STRING)', 'null STRING'],
  ])('%s is %s', (text, expected) => {
    expect(run(text)).toBe(expected);
  });

  it.each([
    ['CAST(area AS INT)', "'north' is not an INTEGER"],
    ["CAST('2147483648' AS INT)", "'2147483648' is not an INTEGER"],
    ["CAST('9223372036854775808' AS BIGINT)", "'9223372036854775808' is not a BIGINT"],
    ["CAST('NaN' AS DOUBLE)", "'NaN' is not a DOUBLE"],
    ["CAST('1,5' AS DECIMAL(4, 2))", "'1,5' is not a DECIMAL"],
    ['CAST(n AS DECIMAL(4, 3))', '10.125 has too many digits for DECIMAL(4, 3)'],
    ['CAST(v / (v - 7) AS STRING)', 'Division by zero'],
  ])('%s is NULL and reported', (text, message) => {
    const failures: unknown[] = [];
    const { evaluate } = compile(`CASE WHEN ok THEN ${text} END IS NULL`, (error) => failures.push(error));
    expect(evaluate(RECORD)).toBe(true);
    expect(failures).toMatchObject([{ message: expect.stringContaining(message) }]);
  });

  it.each([
    [
      'CAST(s AS TIMESTAMP)',
      'SQL_TYPE 1+20: There is no CAST from BIGINT to TIMESTAMP | FROM_UNIXTIME(ms) makes a TIMESTAMP of milliseconds.',
    ],
    ['CAST(area AS ARRAY<INT>)', 'SQL_TYPE 1+24: There is no CAST from STRING to ARRAY<INTEGER> | '],
    [
      'CAST(ok AS INT)',
      'SQL_TYPE 1+15: There is no CAST from BOOLEAN to INTEGER | CASE WHEN b THEN 1 ELSE 0 END makes a number of a BOOLEAN.',
    ],
    [
      'CAST(nums AS ARRAY<BOOLEAN>)',
      'SQL_TYPE 1+28: There is no CAST from ARRAY<INTEGER> to ARRAY<BOOLEAN> | ',
    ],
  ])('%s is refused', (text, expected) => {
    expect(refusalOf(text)).toBe(expected);
  });
});
