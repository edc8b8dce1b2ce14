import { types } from 'ksqlite';
import type { Random } from '../../random.ts';

type SqlType = types.SqlType;
const { formatType } = types;

const TEXTS = [
  '',
  'a',
  'b',
  'A',
  ' a ',
  'abc',
  'ä€😀',
  '1',
  '-7',
  '2.50',
  '1e3',
  'true',
  'null',
  '2024-02-29',
  '12:34:56',
  'a,b',
  '"q"',
  "it's",
  '{"a":[1,null,"x"]}',
  '[1,2]',
  'https://u@h.example:81/p/q?a=b&c=%20#f',
  '\u0000',
  'x'.repeat(40),
];
const INTEGERS = [0, 1, -1, 2, 3, 7, 100, 2147483647, -2147483648];
const BIGINTS = [
  '0',
  '1',
  '-1',
  '5',
  '1700000000000',
  '9007199254740993',
  '9223372036854775807',
  '-9223372036854775808',
];
const DOUBLES = [
  '0.0',
  '-0.0',
  '1.5',
  '-2.25',
  '1',
  '1e21',
  '1.0E-7',
  '123456789.125',
  '0.1',
  '1.7976931348623157E308',
  '4.9E-324',
];
const DATES = ['1970-01-01', '2024-02-29', '1582-10-15', '0001-01-01', '2026-12-31'];
const TIMES = ['00:00', '12:34:56', '23:59:59.999', '00:00:01'];
const TIMESTAMPS = [
  '1970-01-01T00:00:00.000',
  '2024-02-29T12:34:56.789',
  '1969-12-31T23:59:59.999',
  '2300-01-01T00:00',
];
const DIGITS = ['0', '1', '9', '12', '99', '1234'];

/** JSON text of a value of a type: ordinary, extreme or null. */
export function randomJson(random: Random, type: SqlType, nulls = 0.12): string {
  if (random.chance(nulls)) return 'null';
  switch (type.kind) {
    case 'BOOLEAN':
      return random.oneOf(['true', 'false']);
    case 'INTEGER':
      return String(random.oneOf(INTEGERS));
    case 'BIGINT':
      return random.oneOf(BIGINTS);
    case 'DOUBLE':
      return random.oneOf(DOUBLES);
    case 'STRING':
      return JSON.stringify(random.oneOf(TEXTS));
    case 'BYTES':
      return JSON.stringify(Buffer.from(random.oneOf(TEXTS)).toString('base64'));
    case 'DATE':
      return random.oneOf(['0', '1', '-1', '19782', '20000', '-141427']);
    case 'TIME':
      return random.oneOf(['0', '45296000', '86399999', '1000']);
    case 'TIMESTAMP':
      return random.oneOf(['0', '1709210096789', '-1', '1700000000000']);
    case 'DECIMAL':
      return randomDecimal(random, type.precision, type.scale);
    case 'ARRAY':
      return `[${randomLength(random)
        .map(() => randomJson(random, type.element))
        .join(',')}]`;
    case 'MAP':
      return `{${randomLength(random)
        .map((i) => `${JSON.stringify(`k${i}`)}:${randomJson(random, type.value)}`)
        .join(',')}}`;
    case 'STRUCT':
      return `{${type.fields.map((f) => `${JSON.stringify(f.name)}:${randomJson(random, f.type)}`).join(',')}}`;
  }
}

/** A literal of a type in SQL, or an expression of constants; never NULL. */
export function randomLiteral(random: Random, type: SqlType): string {
  switch (type.kind) {
    case 'BOOLEAN':
      return random.oneOf(['TRUE', 'FALSE']);
    case 'INTEGER':
      return String(random.oneOf([0, 1, 2, 3, 7, 100, 2147483647]));
    case 'BIGINT':
      return random.oneOf(['CAST(5 AS BIGINT)', '3000000000', '9223372036854775807']);
    case 'DOUBLE':
      return random.oneOf(['1.5E0', '0E0', '1E21', '2.25E-3']);
    case 'STRING':
      return sqlText(random.oneOf(TEXTS.filter((text) => !text.includes('\u0000'))));
    case 'BYTES':
      return `TO_BYTES('${random.oneOf(['', '61', '00FF7F80'])}', 'hex')`;
    case 'DATE':
      return `CAST('${random.oneOf(DATES)}' AS DATE)`;
    case 'TIME':
      return `CAST('${random.oneOf(TIMES)}' AS TIME)`;
    case 'TIMESTAMP':
      return `CAST('${random.oneOf(TIMESTAMPS)}' AS TIMESTAMP)`;
    case 'DECIMAL':
      return `CAST(${random.oneOf(DIGITS.slice(0, 3))} AS ${formatType(type)})`;
    case 'ARRAY':
      return `ARRAY[${[0, 1].map(() => randomLiteral(random, type.element)).join(', ')}]`;
    case 'MAP':
      return `MAP('k0' := ${randomLiteral(random, type.value)})`;
    case 'STRUCT':
      return `STRUCT(${type.fields.map((f) => `${f.name} := ${randomLiteral(random, f.type)}`).join(', ')})`;
  }
}

export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const randomLength = (random: Random): readonly number[] =>
  Array.from({ length: random.oneOf([0, 1, 1, 2, 3]) }, (_, i) => i);

function randomDecimal(random: Random, precision: number, scale: number): string {
  const whole = random.oneOf(DIGITS).slice(0, Math.max(1, precision - scale));
  const sign = random.chance(0.3) ? '-' : '';
  return scale === 0 ? sign + whole : `${sign}${whole}.${'25'.repeat(scale).slice(0, random.int(1, scale))}`;
}
