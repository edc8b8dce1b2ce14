import { Big } from 'big.js';
import {
  array,
  BIGINT,
  BOOLEAN,
  decimal as decimalType,
  INTEGER,
  map,
  type SqlType,
  STRING,
  struct,
} from '../../../src/types/sql-type.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';
import {
  bigint,
  bool,
  doubles,
  FAILS,
  given,
  int,
  ints,
  lambda,
  NULL,
  REFUSED,
  testScalar,
  text,
  texts,
  typeOfCall,
} from '../support.ts';

const counts = (entries: [string, SqlValue][] | null) =>
  given(map(STRING, INTEGER), entries && new Map<string, SqlValue>(entries));
const points = (value: SqlValue) => given(array(struct([{ name: 'X', type: INTEGER }])), value);

testScalar('ARRAY_CONTAINS', [
  [[texts(['x', 'y']), text('x')], true],
  [[texts(['x', 'y']), text('z')], false],
  [[texts(null), text('x')], false],
  [[texts(['x', null]), text(null)], true],
  [[texts(['x']), NULL], false],
  [[ints([1]), text('1')], REFUSED],
  [[points([[1], [2]]), given(struct([{ name: 'X', type: INTEGER }]), [2])], true],
  [[doubles([Number.NaN]), given({ kind: 'DOUBLE' }, Number.NaN)], true],
]);

testScalar('ARRAY_LENGTH', [
  [[ints([1, null])], 2],
  [[ints([])], 0],
  [[ints(null)], null],
  [[text('abc')], REFUSED],
]);

testScalar('ARRAY_REMOVE', [
  [[ints([1, 2, 1]), int(1)], [2]],
  [[ints([1, null]), int(null)], [1]],
  [[ints(null), int(1)], null],
]);

testScalar('ARRAY_DISTINCT', [
  [[ints([1, 1, 2, null, 2, null])], [1, 2, null]],
  [[ints(null)], null],
  [[points([[1], [2], [1]])], [[1], [2]]],
  [[doubles([0, -0, 0])], [0, -0]],
  [[given(array(decimalType(4, 2)), [new Big('1.5'), new Big('1.50')])], [new Big('1.5')]],
]);

testScalar('ARRAY_UNION', [
  [
    [ints([1, 2, 2]), ints([3, 1])],
    [1, 2, 3],
  ],
  [[ints(null), ints([1])], null],
]);
testScalar('ARRAY_EXCEPT', [
  [
    [ints([1, 2, 2, 3, null]), ints([3])],
    [1, 2, null],
  ],
  [[ints([1]), ints(null)], null],
]);
testScalar('ARRAY_INTERSECT', [
  [
    [ints([3, 1, 2, 1]), ints([1, 3])],
    [3, 1],
  ],
  [[ints(null), ints(null)], null],
]);
testScalar('ARRAY_CONCAT', [
  [
    [ints([1]), ints([1, 2])],
    [1, 1, 2],
  ],
  [[ints(null), ints([1])], [1]],
  [[ints([1]), ints(null)], [1]],
  [[ints(null), ints(null)], null],
  [[ints([1]), texts([])], REFUSED],
]);

testScalar('ARRAY_JOIN', [
  [[texts(['x', 'y'])], 'x,y'],
  [[texts(['x', null]), text('+')], 'x+null'],
  [[ints([1, 2]), text(null)], '12'],
  [[texts([]), text('+')], ''],
  [[texts(null), text('+')], null],
  [[doubles([1, 1e10])], '1.0,1.0E10'],
  [[given(array(decimalType(4, 2)), [new Big('1.5')])], '1.50'],
  [[points([[1]])], FAILS],
]);

testScalar('ARRAY_MAX', [
  [[ints([1, null, 3])], 3],
  [[ints([null])], null],
  [[ints(null)], null],
  [[points([[1]])], REFUSED],
]);
testScalar('ARRAY_MIN', [
  [[texts(['b', null, 'a'])], 'a'],
  [[ints([])], null],
]);
testScalar('ARRAY_SORT', [
  [[ints([3, null, 1])], [1, 3, null]],
  [
    [ints([3, null, 1, 2]), text('desc')],
    [3, 2, 1, null],
  ],
  [
    [ints([3, 1]), text('Ascending')],
    [1, 3],
  ],
  [[ints([3, 1]), text('sideways')], null],
  [[ints([3, 1]), text(null)], null],
]);

testScalar('SLICE', [
  [
    [ints([1, 2, 3]), int(2), int(3)],
    [2, 3],
  ],
  [
    [ints([1, 2, 3]), int(null), int(2)],
    [1, 2],
  ],
  [
    [ints([1, 2, 3]), int(2), int(null)],
    [2, 3],
  ],
  [[ints([1, 2, 3]), int(0), int(2)], null],
  [[ints([1, 2, 3]), int(1), int(4)], null],
  [[ints(null), int(1), int(1)], null],
]);

testScalar('GENERATE_SERIES', [
  [
    [int(1), int(3)],
    [1, 2, 3],
  ],
  [
    [int(3), int(1)],
    [3, 2, 1],
  ],
  [
    [int(1), int(6), int(2)],
    [1, 3, 5],
  ],
  [[int(1), int(1)], [1]],
  [[int(1), int(3), int(-1)], FAILS],
  [[int(1), int(3), int(0)], FAILS],
  [[int(null), int(3)], FAILS],
  [
    [bigint(2n ** 60n), bigint(2n ** 60n + 1n)],
    [2n ** 60n, 2n ** 60n + 1n],
  ],
  [
    [int(1), bigint(2)],
    [1, 2],
  ],
  // a count that leaves 32 bits wraps around, and a difference that leaves 64
  [
    [bigint(2n ** 32n + 6n), int(3)],
    [2 ** 32 + 6, 2 ** 32 + 5, 2 ** 32 + 4, 2 ** 32 + 3],
  ],
  [
    [bigint(-(2n ** 63n)), bigint(2n ** 63n - 2n)],
    [-(2n ** 63n), 2n ** 63n - 1n, 2n ** 63n - 2n],
  ],
  [[bigint(0), bigint(2n ** 31n)], FAILS],
]);

testScalar('AS_MAP', [
  [
    [texts(['a', 'b']), ints([1])],
    new Map([
      ['a', 1],
      ['b', null],
    ]),
  ],
  [[texts(null), ints([1])], null],
]);
testScalar('MAP_KEYS', [
  [
    [
      counts([
        ['a', 1],
        ['b', 2],
      ]),
    ],
    ['a', 'b'],
  ],
  [[counts(null)], null],
]);
testScalar('MAP_VALUES', [
  [
    [
      counts([
        ['a', 1],
        ['b', null],
      ]),
    ],
    [1, null],
  ],
  [[counts(null)], null],
]);
testScalar('MAP_UNION', [
  [
    [
      counts([
        ['a', 1],
        ['b', 2],
      ]),
      counts([['b', 3]]),
    ],
    new Map([
      ['a', 1],
      ['b', 3],
    ]),
  ],
  [[counts(null), counts([['b', 3]])], new Map([['b', 3]])],
  [[counts(null), counts(null)], null],
]);
testScalar('ENTRIES', [
  [
    [
      counts([
        ['b', 1],
        ['a', 2],
      ]),
      bool(true),
    ],
    [
      ['a', 2],
      ['b', 1],
    ],
  ],
  [
    [
      counts([
        ['b', 1],
        ['a', 2],
      ]),
      bool(false),
    ],
    [
      ['b', 1],
      ['a', 2],
    ],
  ],
  [[counts(null), bool(false)], null],
  [[counts([]), bool(null)], FAILS],
]);

const isOdd = lambda(BOOLEAN, (value: number) => value % 2 === 1);
const isNull = lambda(BOOLEAN, (value: SqlValue) => (value === null ? null : true));

testScalar('FILTER', [
  [
    [ints([1, 2, 3]), isOdd],
    [1, 3],
  ],
  [[ints(null), isOdd], null],
  [[ints([null]), isNull], FAILS],
  [[ints([1]), lambda(INTEGER, (value: number) => value)], REFUSED],
  [[ints([1]), lambda(BOOLEAN, (_a: number, _b: number) => true)], REFUSED],
  [
    [
      counts([
        ['a', 1],
        ['b', 2],
      ]),
      lambda(BOOLEAN, (key: string, value: number) => key === 'b' && value === 2),
    ],
    new Map([['b', 2]]),
  ],
  [[counts([['a', null]]), lambda(BOOLEAN, (_k: string, _v: number) => true)], FAILS],
  [[counts([['a', null]]), lambda(BOOLEAN, (_k: string, _v: number) => false)], new Map()],
]);

testScalar('TRANSFORM', [
  [
    [ints([1, 2]), lambda(STRING, (value: number) => `${value}!`)],
    ['1!', '2!'],
  ],
  [[ints(null), isOdd], null],
  [
    [
      counts([['a', 1]]),
      lambda(STRING, (k: string, _v: number) => `${k}${k}`),
      lambda(BIGINT, (_k: string, v: number) => v * 2),
    ],
    new Map([['aa', 2]]),
  ],
  [
    [
      counts([
        ['a', 1],
        ['b', 2],
      ]),
      lambda(STRING, (_k: string, _v: number) => 'x'),
      lambda(BIGINT, (_k: string, v: number) => v),
    ],
    FAILS,
  ],
]);

const plus = lambda(INTEGER, (state: number, item: number) => state + item);

testScalar('REDUCE', [
  [[ints([1, 2, 3]), int(10), plus], 16],
  [[ints(null), int(10), plus], 10],
  [[ints([1]), int(null), plus], null],
  [[ints([1]), bigint(1), plus], REFUSED],
  [
    [
      counts([
        ['a', 1],
        ['b', 2],
      ]),
      int(0),
      lambda(INTEGER, (s: number, _k: string, v: number) => s + v),
    ],
    3,
  ],
]);

test('lambdas are typed by what the collection holds', () => {
  const seen: (readonly SqlType[])[] = [];
  const spy = { argument: { kind: 'lambda', arity: 2, resolve: note }, value: () => 1 } as const;
  function note(parameters: readonly SqlType[]): SqlType {
    seen.push(parameters);
    return BIGINT;
  }
  expect(typeOfCall('REDUCE', [texts([]), bigint(0), spy])).toBe('BIGINT');
  expect(seen).toEqual([[BIGINT, STRING]]);
});

test('types of results', () => {
  expect(typeOfCall('TRANSFORM', [ints([]), lambda(STRING, (_: number) => '')])).toBe('ARRAY<STRING>');
  expect(typeOfCall('ENTRIES', [counts([]), bool(true)])).toBe('ARRAY<STRUCT<`K` STRING, `V` INTEGER>>');
  expect(typeOfCall('AS_MAP', [texts([]), doubles([])])).toBe('MAP<STRING, DOUBLE>');
  expect(typeOfCall('ARRAY_CONCAT', [doubles([]), doubles([])])).toBe('ARRAY<DOUBLE>');
});
