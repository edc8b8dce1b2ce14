import { Big } from 'big.js';
import { cast } from '../../../src/expressions/casts/cast.ts';
import { coerce } from '../../../src/expressions/casts/coerce.ts';
import { commonType } from '../../../src/expressions/casts/common-type.ts';
import { constantValue } from '../../../src/expressions/constants/constant-value.ts';
import { walkExpression } from '../../../src/expressions/walk-expression.ts';
import {
  array,
  BIGINT,
  BOOLEAN,
  BYTES,
  DATE,
  DOUBLE,
  decimal,
  formatType,
  INTEGER,
  map,
  STRING,
  struct,
  TIMESTAMP,
} from '../../../src/types/sql-type.ts';
import { compile, parse, RECORD, show } from '../expression-fixture.ts';

const named = (name: string, type = INTEGER as ReturnType<typeof array> | typeof INTEGER) => ({ name, type });

describe('coerce', () => {
  it.each([
    ['7', BIGINT, '7'],
    ['v', BIGINT, '7'],
    ['v', DOUBLE, '7'],
    ['v', decimal(3, 1), '7m'],
    ['1.5', decimal(9, 3), '1.5m'],
    ['1.5', DOUBLE, '1.5'],
    ['NULL', array(INTEGER), 'null'],
    ['nv', BIGINT, 'null'],
    ["'2020-01-01'", DATE, '18262'],
    ["'2020-01-01'", TIMESTAMP, '1577836800000'],
    ["'AQI='", BYTES, 'x0102'],
    ['ARRAY[1, 2]', array(BIGINT), '[1, 2]'],
    ["MAP('a' := 1)", map(STRING, DOUBLE), '{a: 1}'],
    ['STRUCT(b := 1, x := 2)', struct([named('A'), { name: 'B', type: BIGINT }]), '[null, 1]'],
    ['ARRAY[STRUCT(a := 1)]', array(struct([{ name: 'A', type: DOUBLE }])), '[[1]]'],
  ])('%s as %j is %s', (text, type, expected) => {
    const coerced = coerce(compile(text), type);
    expect(coerced?.type).toEqual(type);
    expect(show(coerced?.evaluate(RECORD) ?? null)).toBe(expected);
  });

  it.each([
    ["'7'", INTEGER],
    ['7', STRING],
    ['s', INTEGER],
    ['d', decimal(4, 2)],
    ['1.555', decimal(4, 2)],
    ['123', decimal(4, 2)],
    ["'soon'", DATE],
    ['TRUE', STRING],
    ['ARRAY[1]', array(STRING)],
    ['v', array(INTEGER)],
  ])('%s is not taken for %j', (text, type) => {
    expect(coerce(compile(text), type)).toBeUndefined();
  });

  it('throws for a record whose value does not fit', () => {
    const coerced = coerce(compile('v'), decimal(2, 2));
    expect(() => coerced?.evaluate(RECORD)).toThrow('7 has too many digits for DECIMAL(2, 2)');
  });
});

describe('commonType', () => {
  it.each([
    [[INTEGER, BIGINT], 'BIGINT'],
    [[DOUBLE, undefined, INTEGER], 'DOUBLE'],
    [[INTEGER, decimal(4, 2)], 'DECIMAL(12, 2)'],
    [[decimal(4, 2), decimal(6, 1)], 'DECIMAL(7, 2)'],
    [[STRING, DATE], 'DATE'],
    [[array(INTEGER), array(DOUBLE)], 'ARRAY<DOUBLE>'],
    [[struct([named('A')]), struct([named('B')])], 'STRUCT<`B` INTEGER, `A` INTEGER>'],
    [[STRING, INTEGER], 'none'],
    [[BOOLEAN, INTEGER], 'none'],
    [[undefined], 'none'],
    [[], 'none'],
  ])('of %j is %s', (types, expected) => {
    const common = commonType(types);
    expect(common === undefined ? 'none' : formatType(common)).toBe(expected);
  });
});

it('casts by itself', () => {
  expect(cast(INTEGER, STRING)?.(5)).toBe('5');
  expect(cast(STRING, decimal(4, 1))?.('1.25')).toEqual(new Big('1.3'));
  expect(cast(BOOLEAN, INTEGER)).toBeUndefined();
  expect(() => cast(STRING, INTEGER)?.('x')).toThrow("'x' is not an INTEGER");
});

it.each([
  ['-5', INTEGER, '-5'],
  ['+1.50', decimal(3, 2), '1.5m'],
  ['0.05', decimal(3, 2), '0.05m'],
  ["'a'", STRING, "'a'"],
  ['NULL', undefined, 'null'],
  ['-9223372036854775807', BIGINT, '-9223372036854775807n'],
])('reads the constant %s', (text, type, expected) => {
  const constant = constantValue(parse(text));
  expect(constant?.type).toEqual(type);
  expect(show(constant?.value ?? null)).toBe(expected);
});

it('has no constant for other expressions', () => {
  expect(constantValue(parse('1 + 1'))).toBeUndefined();
  expect(constantValue(parse("-'a'"))).toBeUndefined();
  expect(constantValue(parse('v'))).toBeUndefined();
});

it('computes what is constant only once', () => {
  expect(compile('1 + 2 * 3').constant).toBe(7);
  expect(compile('v + 1').constant).toBeUndefined();
  expect(compile('1 / 0').constant).toBeUndefined();
});

it('walks all parts, or those that the visitor wants', () => {
  const text = "CASE WHEN f(a, x => x + b) IN (c) THEN ARRAY[d] ELSE MAP('k' := STRUCT(s := e[g]->h)) END";
  const columns: string[] = [];
  walkExpression(parse(text), (part) => {
    if (part.kind === 'ColumnReference') columns.push(part.name.text);
  });
  expect(columns).toEqual(['A', 'X', 'B', 'C', 'D', 'E', 'G']);
  const outside: string[] = [];
  walkExpression(parse('a + f(b) BETWEEN c AND d'), (part) => {
    if (part.kind === 'ColumnReference') outside.push(part.name.text);
    return part.kind !== 'FunctionCall';
  });
  expect(outside).toEqual(['A', 'C', 'D']);
});
