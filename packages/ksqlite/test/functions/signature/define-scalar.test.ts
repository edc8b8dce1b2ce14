import { Big } from 'big.js';
import type { RuntimeArgument, ScalarFunction } from '../../../src/functions/scalar-function.ts';
import { defineScalar } from '../../../src/functions/signature/define-scalar.ts';
import {
  arrayOf,
  bigint,
  bytes,
  date,
  decimal,
  double,
  generic,
  int,
  lambda,
  mapOf,
  required,
  text,
} from '../../../src/functions/signature/parameter.ts';
import { nullable, strict, variadic } from '../../../src/functions/signature/variant.ts';
import { array, DOUBLE, INTEGER, map, type SqlType, STRING } from '../../../src/types/sql-type.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';
import * as given from '../support.ts';

const says = (answer: string) => () => answer;

function call(f: ScalarFunction, args: readonly given.Given[]): unknown {
  const bound = f.bind(
    args.map(({ argument }) => argument),
    given.context,
  );
  if (bound === undefined) return 'refused';
  return (bound.call as (...values: RuntimeArgument[]) => unknown)(...args.map(({ value }) => value));
}

test('exact types go before casts', () => {
  const f = defineScalar('F', 'OTHER', '', [
    strict([int], STRING, says('int')),
    strict([double], STRING, says('double')),
    strict([date], STRING, says('date')),
  ]);
  expect(call(f, [given.int(1)])).toBe('int');
  expect(call(f, [given.bigint(1)])).toBe('double');
  expect(call(f, [given.decimal(4, 2, new Big(1))])).toBe('double');
  expect(call(f, [given.text('2020')])).toBe('date');
  expect(call(f, [given.bool(true)])).toBe('refused');
  expect(call(f, [given.NULL])).toBe('refused');
  expect(call(f, [])).toBe('refused');
});

test('fixed parameters go before repeated ones, concrete ones before generic ones', () => {
  const T = generic('T');
  const f = defineScalar('F', 'OTHER', '', [
    variadic([], text, STRING, () => says('many')),
    strict([text], STRING, says('one')),
    strict([T, T], STRING, says('generic')),
    strict([int, int], STRING, says('ints')),
    variadic([text], text, STRING, () => says('more')),
  ]);
  expect(call(f, [given.text('a')])).toBe('one');
  expect(call(f, [given.text('a'), given.text('b')])).toBe('generic');
  expect(call(f, [given.int(1), given.int(2)])).toBe('ints');
  expect(call(f, [given.text('a'), given.text('b'), given.text('c')])).toBe('more');
  expect(call(f, [])).toBe('many');
});

test('what is ambiguous is refused', () => {
  const f = defineScalar('F', 'OTHER', '', [
    strict([bigint], STRING, says('a')),
    strict([decimal], STRING, says('b')),
  ]);
  expect(call(f, [given.int(1)])).toBe('refused');
});

test('arguments are made to fit', () => {
  const show = (...values: unknown[]) => values.map((v) => `${typeof v}:${v}`).join(' ');
  const f = defineScalar('F', 'OTHER', '', [
    nullable([double], STRING, show),
    nullable([double, decimal], STRING, show),
    nullable([double, decimal, date], STRING, show),
    nullable([double, decimal, date, bytes], STRING, show),
    nullable([arrayOf(double), text], STRING, (items) => show(...(items ?? []))),
  ]);
  expect(call(f, [given.bigint(2n ** 60n)])).toBe(`number:${2 ** 60}`);
  expect(call(f, [given.bigint(null), given.int(2)])).toBe('object:null object:2');
  expect(call(f, [given.int(1), given.bigint(2n ** 60n), given.text('1970-01-02')])).toBe(
    'number:1 object:1152921504606846976 number:1',
  );
  expect(call(f, [given.int(1), given.int(2), given.date(3), given.text('aGk=')])).toBe(
    'number:1 object:2 number:3 object:hi',
  );
  expect(call(f, [given.given(array({ kind: 'BIGINT' }), [2n ** 60n, null]), given.text('')])).toBe(
    `number:${2 ** 60} object:null`,
  );
});

test('the values of a map are cast where they must be; one that fits is given as it is', () => {
  const same: unknown[] = [];
  const f = defineScalar('F', 'OTHER', '', [
    nullable([mapOf(text, double)], STRING, (of) => {
      same.push(of);
      return of === null ? 'null' : JSON.stringify([...of]);
    }),
  ]);
  const of = (value: SqlType, items: ReadonlyMap<string, SqlValue> | null) =>
    call(f, [given.given(map(STRING, value), items)]);
  expect(
    of(
      { kind: 'BIGINT' },
      new Map([
        ['a', 2n ** 60n],
        ['b', null],
      ]),
    ),
  ).toBe(`[["a",${2 ** 60}],["b",null]]`);
  expect(of({ kind: 'BIGINT' }, null)).toBe('null');
  for (const [type, value] of [
    [INTEGER, 1],
    [DOUBLE, 1.5],
  ] as const) {
    const items = new Map([['a', value]]);
    of(type, items);
    expect(same.at(-1)).toBe(items);
  }
});

test('required arguments must not be NULL, strict ones make the result NULL', () => {
  const f = defineScalar('F', 'OTHER', '', [
    nullable([required(int), text], INTEGER, (n, t) => (t === null ? n : t.length)),
    strict([int, int, int, int], INTEGER, (a, b, c, d) => a + b + c + d),
  ]);
  expect(call(f, [given.int(1), given.text(null)])).toBe(1);
  expect(() => call(f, [given.int(null), given.text('a')])).toThrow('F: argument 1 must not be NULL');
  expect(call(f, [given.int(1), given.int(2), given.int(3), given.int(null)])).toBeNull();
  expect(call(f, [given.int(1), given.int(2), given.int(3), given.int(4)])).toBe(10);
});

test('signatures are written for people', () => {
  const f = defineScalar('F', 'MAP', 'What it does.', [
    strict([mapOf(text, generic('V')), lambda([generic('V')], generic('R'))], DOUBLE, () => 1),
    variadic([int], text, map(STRING, STRING), () => () => null),
  ]);
  expect(f.signatures).toEqual(['F(MAP<STRING, V>, LAMBDA (V) => R)', 'F(INT, STRING...)']);
});
