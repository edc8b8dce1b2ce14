import { builtinFunctions } from '../../src/functions/builtin-functions.ts';
import { context } from './support.ts';

/** Every function of ksqlDB's reference, but the constructors and CAST (syntax). */
const SCALARS = `ABS ACOS ARRAY_CONCAT ARRAY_CONTAINS ARRAY_DISTINCT ARRAY_EXCEPT ARRAY_INTERSECT ARRAY_JOIN
  ARRAY_LENGTH ARRAY_MAX ARRAY_MIN ARRAY_REMOVE ARRAY_SORT ARRAY_UNION ASIN AS_MAP AS_VALUE ATAN ATAN2
  BIGINT_FROM_BYTES CBRT CEIL CHR COALESCE CONCAT CONCAT_WS CONVERT_TZ COS COSH COT DATEADD DATESUB DATETOSTRING
  DEGREES DOUBLE_FROM_BYTES ELT ENCODE ENTRIES EXP EXTRACTJSONFIELD FIELD FILTER FLOOR FORMAT_DATE FORMAT_TIME
  FORMAT_TIMESTAMP FROM_BYTES FROM_DAYS FROM_UNIXTIME GENERATE_SERIES GEO_DISTANCE GREATEST IFNULL INITCAP INSTR
  INT_FROM_BYTES IS_JSON_STRING JSON_ARRAY_CONTAINS JSON_ARRAY_LENGTH JSON_CONCAT JSON_ITEMS JSON_KEYS JSON_RECORDS
  LCASE LEAST LEN LN LOG LPAD MAP_KEYS MAP_UNION MAP_VALUES MASK MASK_KEEP_LEFT MASK_KEEP_RIGHT MASK_LEFT MASK_RIGHT
  MD5 NULLIF PARSE_DATE PARSE_TIME PARSE_TIMESTAMP PI POWER RADIANS RANDOM REDUCE REGEXP_EXTRACT REGEXP_EXTRACT_ALL
  REGEXP_REPLACE REGEXP_SPLIT_TO_ARRAY REPLACE ROUND RPAD SIGN SIN SINH SLICE SPLIT SPLIT_TO_MAP SQRT STRINGTODATE
  STRINGTOTIMESTAMP SUBSTRING TAN TANH TIMEADD TIMESTAMPADD TIMESTAMPSUB TIMESTAMPTOSTRING TIMESUB TO_BYTES
  TO_JSON_STRING TRANSFORM TRIM TRUNC UCASE UNIX_DATE UNIX_TIMESTAMP URL_DECODE_PARAM URL_ENCODE_PARAM
  URL_EXTRACT_FRAGMENT URL_EXTRACT_HOST URL_EXTRACT_PARAMETER URL_EXTRACT_PATH URL_EXTRACT_PORT URL_EXTRACT_PROTOCOL
  URL_EXTRACT_QUERY UUID`.split(/\s+/);

const AGGREGATES =
  `ATTR AVG COLLECT_LIST COLLECT_SET CORRELATION COUNT COUNT_DISTINCT EARLIEST_BY_OFFSET HISTOGRAM
  LATEST_BY_OFFSET MAX MIN STDDEV_SAMP STDDEV_SAMPLE SUM SUM_LIST TOPK TOPKDISTINCT`.split(/\s+/);

const sorted = (functions: readonly { readonly name: string }[]) => functions.map(({ name }) => name).sort();

test('all of the reference is there, and nothing else', () => {
  expect(sorted(builtinFunctions.scalars)).toEqual([...SCALARS].sort());
  expect(sorted(builtinFunctions.aggregates)).toEqual([...AGGREGATES].sort());
  expect(sorted(builtinFunctions.tables)).toEqual(['CUBE_EXPLODE', 'EXPLODE']);
});

test('every function says what it is and how it is called', () => {
  for (const { name, description, signatures } of [
    ...builtinFunctions.scalars,
    ...builtinFunctions.aggregates,
    ...builtinFunctions.tables,
  ]) {
    expect(description).not.toBe('');
    expect(signatures.length).toBeGreaterThan(0);
    for (const signature of signatures) expect(signature.startsWith(`${name}(`)).toBe(true);
  }
});

test('none but those of any number of arguments takes a hundred', () => {
  const args = Array.from({ length: 100 }, () => ({ kind: 'value', type: { kind: 'STRING' } }) as const);
  const taking = builtinFunctions.scalars.filter((f) => f.bind(args, context) !== undefined);
  expect(sorted(taking)).toEqual([
    'COALESCE',
    'CONCAT',
    'CONCAT_WS',
    'FIELD',
    'GREATEST',
    'JSON_CONCAT',
    'LEAST',
  ]);
});
