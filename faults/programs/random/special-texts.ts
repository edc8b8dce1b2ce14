/**
 * What arguments of functions must look like for the function to do more than fail: patterns, zones, encodings, paths. By
 * function and argument; where there is nothing, any expression of the type will do.
 */
const DATE_PATTERNS = ["'yyyy-MM-dd'", "'dd/MM/yy'", "'EEE, d MMM yyyy'", "'yyyyDDD'", "'broken ['"];
const TIME_PATTERNS = ["'HH:mm:ss'", "'hh:mm a'", "'HH:mm:ss.SSS'"];
const STAMP_PATTERNS = ["'yyyy-MM-dd HH:mm:ss'", "'yyyy-MM-dd''T''HH:mm:ss.SSS'", "'dd.MM.yyyy HH:mm'"];
const ZONES = ["'UTC'", "'Europe/Berlin'", "'America/Los_Angeles'", "'+05:30'", "'nowhere'"];
const ENCODINGS = ["'hex'", "'utf8'", "'ascii'", "'base64'"];
const REGEXES = ["'a'", "'(a)(b)?'", "'[a-c]+'", "'^\\s*'", "'.'", "'x*'", "'('"];
const PATHS = ["'$.a'", "'$.a[0]'", "'$'", "'$.b.c'", "'$.a[9]'"];
const JSONS = ['\'{"a":[1,null,"x"]}\'', "'[1,2,3]'", "'{}'", "'[]'", "'1'", "'oops'"];
const URLS = ["'https://u@h.example:81/p/q?a=b&c=%20#f'", "'not a url'", "'http://example.com'"];

export const SPECIAL: Readonly<Record<string, Readonly<Record<number, readonly string[]>>>> = {
  FORMAT_DATE: { 1: DATE_PATTERNS },
  PARSE_DATE: { 1: DATE_PATTERNS },
  DATETOSTRING: { 1: DATE_PATTERNS },
  STRINGTODATE: { 1: DATE_PATTERNS },
  FORMAT_TIME: { 1: TIME_PATTERNS },
  PARSE_TIME: { 1: TIME_PATTERNS },
  FORMAT_TIMESTAMP: { 1: STAMP_PATTERNS, 2: ZONES },
  PARSE_TIMESTAMP: { 1: STAMP_PATTERNS, 2: ZONES },
  TIMESTAMPTOSTRING: { 1: STAMP_PATTERNS, 2: ZONES },
  STRINGTOTIMESTAMP: { 1: STAMP_PATTERNS, 2: ZONES },
  CONVERT_TZ: { 1: ZONES, 2: ZONES },
  ENCODE: { 1: ENCODINGS, 2: ENCODINGS },
  TO_BYTES: { 1: ENCODINGS },
  FROM_BYTES: { 1: ENCODINGS },
  BIGINT_FROM_BYTES: { 1: ["'BIG_ENDIAN'", "'LITTLE_ENDIAN'"] },
  INT_FROM_BYTES: { 1: ["'BIG_ENDIAN'", "'LITTLE_ENDIAN'"] },
  DOUBLE_FROM_BYTES: { 1: ["'BIG_ENDIAN'", "'LITTLE_ENDIAN'"] },
  REGEXP_EXTRACT: { 0: REGEXES, 2: ['0', '1', '5'] },
  REGEXP_EXTRACT_ALL: { 0: REGEXES, 2: ['0', '1', '5'] },
  REGEXP_REPLACE: { 1: REGEXES },
  REGEXP_SPLIT_TO_ARRAY: { 1: REGEXES },
  EXTRACTJSONFIELD: { 0: JSONS, 1: PATHS },
  JSON_ARRAY_CONTAINS: { 0: JSONS },
  JSON_ARRAY_LENGTH: { 0: JSONS },
  JSON_CONCAT: { 0: JSONS, 1: JSONS },
  JSON_ITEMS: { 0: JSONS },
  JSON_KEYS: { 0: JSONS },
  JSON_RECORDS: { 0: JSONS },
  IS_JSON_STRING: { 0: JSONS },
  URL_EXTRACT_FRAGMENT: { 0: URLS },
  URL_EXTRACT_HOST: { 0: URLS },
  URL_EXTRACT_PARAMETER: { 0: URLS, 1: ["'a'", "'c'", "'z'"] },
  URL_EXTRACT_PATH: { 0: URLS },
  URL_EXTRACT_PORT: { 0: URLS },
  URL_EXTRACT_PROTOCOL: { 0: URLS },
  URL_EXTRACT_QUERY: { 0: URLS },
  ARRAY_SORT: { 1: ["'ASC'", "'DESC'", "'desc'"] },
  GEO_DISTANCE: { 4: ["'KM'", "'MI'"] },
  SPLIT_TO_MAP: { 1: ["','", "';'"], 2: ["':'", "'='"] },
  // lengths: a text of two thousand million letters is another test
  LPAD: { 1: ['0', '3', '10', '-1'] },
  RPAD: { 1: ['0', '3', '10', '-1'] },
  GENERATE_SERIES: { 0: ['0', '1', '5'], 1: ['3', '-2'], 2: ['1', '-1', '2'] },
  FROM_DAYS: { 0: ['0', '19782', '-1'] },
  CHR: { 0: ['65', '228', "'U+1F600'", '-1'] },
};

/** What gives another answer each time, or the time of the machine. */
export const UNSTEADY: ReadonlySet<string> = new Set([
  'RANDOM',
  'UUID',
  'UNIX_TIMESTAMP',
  'UNIX_DATE',
  'TEST_UDF',
]);
