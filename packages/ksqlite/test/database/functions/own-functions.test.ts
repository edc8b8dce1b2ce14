import {
  aggregateFunction,
  type OwnFunction,
  openDatabase,
  scalarFunction,
  tableFunction,
} from '../../../src/index.ts';
import { openTestDriver, type TestDriver } from '../../../src/testing/index.ts';

const S = `CREATE STREAM s (k VARCHAR KEY, i INT, l BIGINT, d DOUBLE, m DECIMAL(6, 2), t VARCHAR, w TIMESTAMP, b BYTES,
  a ARRAY<INT>, p MAP<VARCHAR, INT>, r STRUCT<x INT, y VARCHAR>) WITH (KAFKA_TOPIC = 's', VALUE_FORMAT = 'JSON', PARTITIONS = 1);`;

let driver: TestDriver;
afterEach(() => driver?.close());

/** What a call gives for rows, and what was told of. */
function called(functions: readonly OwnFunction[], expression: string, rows: readonly object[]) {
  driver = openTestDriver({
    sql: `${S} CREATE STREAM o AS SELECT k, ${expression} AS v FROM s;`,
    functions,
  });
  driver.pipe('s', rows);
  return {
    values: driver.read('o').map(({ value }) => value?.V),
    errors: driver.errors().map(({ message }) => message),
  };
}

describe('a scalar function', () => {
  it('gets values as rows have them, in copies', () => {
    const given: unknown[][] = [];
    const look = scalarFunction({
      name: 'look',
      args: [
        'BIGINT',
        'DECIMAL',
        'TIMESTAMP',
        'BYTES',
        'ARRAY<INT>',
        'MAP<VARCHAR, INT>',
        'STRUCT<Y VARCHAR, X INT>',
      ],
      returns: 'INT',
      call: (...values) => {
        given.push(values);
        values[4].reverse();
        values[3].fill(0);
        return 1;
      },
    });
    const row = {
      l: 2n ** 60n,
      m: '1.5',
      w: '2026-05-26T01:34:20.123',
      b: Buffer.from('ab'),
      a: [1, 2],
      p: { x: 1 },
      r: { x: 1, y: 'z' },
    };
    const calls = 'LOOK(l, m, w, b, a, p, r) + LOOK(l, m, w, b, a, p, r)';
    expect(called([look], calls, [row]).values).toEqual([2]);
    const wanted = [
      2n ** 60n,
      '1.50',
      '2026-05-26T01:34:20.123',
      Buffer.from([0, 0]),
      [2, 1],
      { x: 1 },
      { X: 1, Y: 'z' },
    ];
    expect(given).toEqual([wanted, wanted]);
  });

  it('is chosen among variants as ksqlDB chooses, with casts where none fits as it is', () => {
    const of = (type: 'INT' | 'BIGINT' | 'DOUBLE' | 'DECIMAL' | 'VARCHAR') =>
      scalarFunction({ name: 'KIND', args: [type], returns: 'VARCHAR', call: (value) => `${type} ${value}` });
    const many = scalarFunction({
      name: 'KIND',
      args: ['VARCHAR', 'INT...'],
      returns: 'VARCHAR',
      call: (first, ...rest) => `${first} ${rest.join('+')}`,
    });
    const functions = [of('BIGINT'), of('DECIMAL'), of('VARCHAR'), many];
    const expression = "KIND(l) + ',' + KIND(m) + ',' + KIND(t) + ',' + KIND(t, 1, i)";
    expect(called(functions, expression, [{ l: 1, m: 2, t: 'x', i: 3 }]).values).toEqual([
      'BIGINT 1,DECIMAL 2.00,VARCHAR x,x 1+3',
    ]);
    driver.close();
    const cast = called([of('DECIMAL')], 'KIND(i)', [{ i: 3 }]);
    expect(cast.values).toEqual(['DECIMAL 3']);
    expect(() => driver.execute('CREATE STREAM q AS SELECT k, KIND(d) AS v FROM s;')).toThrow(
      "Function 'kind' does not accept parameters (DOUBLE).",
    );
  });

  it('is not called with NULL, unless it says so', () => {
    const strict = scalarFunction({ name: 'STRICT', args: ['INT'], returns: 'INT', call: (i) => i + 1 });
    const nulls = scalarFunction({
      name: 'NULLS',
      args: ['INT'],
      takesNull: true,
      returns: 'INT',
      call: (i) => i ?? 7,
    });
    expect(
      called([strict, nulls], 'ARRAY[STRICT(i), NULLS(i), NULLS(NULL)]', [{ i: null }, { i: 1 }]).values,
    ).toEqual([
      [null, 7, 7],
      [2, 1, 7],
    ]);
  });

  it('may give a type that follows from its arguments', () => {
    const half = scalarFunction({
      name: 'HALF',
      args: ['DECIMAL'],
      returns: (type) => type,
      call: (value) => (Number(value) / 2).toFixed(2),
    });
    expect(called([half], 'HALF(m)', [{ m: '5.5' }]).values).toEqual(['2.75']);
    const column = driver.database.sources().find(({ name }) => name === 'O')?.columns[1];
    expect(column).toMatchObject({ name: 'V', type: 'DECIMAL(6, 2)' });
  });

  it('that fails, or gives another type, is NULL for that record, and told of', () => {
    const fail = scalarFunction({
      name: 'FAIL',
      args: ['INT'],
      returns: 'INT',
      call: (i) => {
        if (i === 0) throw new Error('no zero');
        if (i === 1) return 1.5;
        if (i === 2) return Promise.reject(new Error('later')) as never;
        return i;
      },
    });
    const { values, errors } = called([fail], 'FAIL(i)', [{ i: 0 }, { i: 1 }, { i: 2 }, { i: 3 }]);
    expect(values).toEqual([null, null, null, 3]);
    expect(errors).toEqual([
      expect.stringContaining('FAIL: no zero'),
      expect.stringContaining('the result of FAIL is INTEGER, which does not take 1.5'),
      expect.stringContaining('FAIL gave a promise.'),
    ]);
  });
});

describe('a table function', () => {
  it('makes rows of a list or of a generator; one that fails makes none', () => {
    const times = tableFunction({
      name: 'TIMES',
      args: ['INT', 'VARCHAR'],
      returns: 'STRUCT<N INT, T VARCHAR>',
      *rows(count, text) {
        for (let n = 0; n < count; n++) {
          if (text === 'bad' && n === 1) throw new Error('no second one');
          yield { N: n, T: text };
        }
      },
    });
    const { values, errors } = called([times], 'TIMES(i, t)', [
      { i: 2, t: 'x' },
      { i: 2, t: 'bad' },
      { i: null, t: 'y' },
      { i: 2_000_000, t: 'many' },
    ]);
    expect(values).toEqual([
      { N: 0, T: 'x' },
      { N: 1, T: 'x' },
    ]);
    expect(errors).toEqual([
      expect.stringContaining('TIMES: no second one'),
      expect.stringContaining('TIMES: more than 1000000 rows of one record'),
    ]);
  });
});

describe('an aggregate', () => {
  const spread = aggregateFunction({
    name: 'SPREAD',
    args: ['INT'],
    state: 'STRUCT<LOW INT, HIGH INT>',
    returns: 'INT',
    initial: () => ({ LOW: null, HIGH: null }),
    add: ({ LOW, HIGH }, i) => ({ LOW: Math.min(LOW ?? i, i), HIGH: Math.max(HIGH ?? i, i) }),
    result: ({ LOW, HIGH }) => {
      if (HIGH === 13) throw new Error('unlucky');
      return HIGH === null || LOW === null ? null : HIGH - LOW;
    },
  });
  const sql = `${S} CREATE TABLE o AS SELECT k, SPREAD(i) AS v FROM s GROUP BY k;`;

  it('leaves out a row that it fails at, and a NULL; its state is there after a restart', async () => {
    driver = openTestDriver({ sql, functions: [spread] });
    driver.pipe('s', [
      { k: 'x', i: null },
      { k: 'x', i: 3 },
      { k: 'x', i: 13 },
    ]);
    await driver.restart();
    driver.pipe('s', [{ k: 'x', i: 8 }]);
    expect(driver.read('o').map(({ value }) => value?.V)).toEqual([null, 0, 5]);
    expect(driver.errors().map(({ message }) => message)).toEqual([
      expect.stringContaining('SPREAD: unlucky'),
    ]);
  });

  it('is refused where it has no code for what is asked', () => {
    driver = openTestDriver({ sql, functions: [spread] });
    expect(() =>
      driver.execute(
        'CREATE TABLE q AS SELECT k, SPREAD(i) AS v FROM s WINDOW SESSION (5 SECONDS) GROUP BY k;',
      ),
    ).toThrow();
    expect(() => driver.execute('CREATE TABLE q AS SELECT v, SPREAD(v) AS n FROM o GROUP BY v;')).toThrow();
  });

  it('has a state of bounded size', () => {
    const grow = aggregateFunction({
      name: 'GROW',
      args: ['INT'],
      state: 'ARRAY<VARCHAR>',
      returns: 'INT',
      initial: () => [],
      add: (state, i) => [...state, 'x'.repeat(i)],
      result: (state) => state.length,
    });
    driver = openTestDriver({
      sql: `${S} CREATE TABLE o AS SELECT k, GROW(i) AS v FROM s GROUP BY k;`,
      functions: [grow],
    });
    driver.pipe('s', [
      { k: 'x', i: 8_000_000 },
      { k: 'x', i: 800_000 },
      { k: 'x', i: 1 },
    ]);
    expect(driver.read('o').map(({ value }) => value?.V)).toEqual([1, 2]);
    expect(driver.errors()).toHaveLength(1);
  });
});

describe('a function that can’t be', () => {
  const scalar = (changed: object): OwnFunction =>
    scalarFunction({ name: 'F', args: ['INT'], returns: 'INT', call: (i: number) => i, ...changed } as never);
  const aggregate = (changed: object): OwnFunction =>
    aggregateFunction({
      name: 'F',
      args: ['INT'],
      state: 'INT',
      returns: 'INT',
      initial: () => 0,
      add: (a: number, i: number) => a + i,
      ...changed,
    } as never);

  it.each<[string, () => unknown]>([
    ['its name is of letters', () => scalar({ name: 'A B' })],
    ['its name is a word of SQL', () => scalar({ name: 'SELECT' })],
    ['its name is a word of SQL', () => scalar({ name: 'CAST' })],
    ['argument 1: "NUMBER" is not a type of SQL', () => scalar({ args: ['NUMBER'] })],
    ['argument 1: "INT INT" is not a type of SQL', () => scalar({ args: ['INT INT'] })],
    ['argument 1: write DECIMAL', () => scalar({ args: ['DECIMAL(4, 2)'] })],
    ['returns: "DECIMAL" is not a type', () => scalar({ returns: 'DECIMAL' })],
    ['argNames has 2 names', () => scalar({ argNames: ['a', 'b'] })],
    ['call is async', () => scalar({ call: async () => 1 })],
    ['add is async', () => aggregate({ add: async () => 1 })],
    ['call is a function', () => scalar({ call: 1 })],
    ['initial gives NULL', () => aggregate({ initial: () => null })],
    ['the type: initial is INTEGER', () => aggregate({ initial: () => 'x' })],
    ['without result its state is its result', () => aggregate({ returns: 'BIGINT' })],
  ])('%s', (message, make) => {
    let thrown: unknown;
    try {
      make();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'FUNCTION_INVALID' });
    expect(String(thrown)).toContain(message.replace('the type: ', ''));
  });

  it.each<[string, OwnFunction[]]>([
    ['ksqlDB has a function of this name', [scalar({ name: 'len' })]],
    ['ksqlDB has a function of this name', [scalar({ name: 'SUM' })]],
    ['F(INTEGER) is declared twice', [scalar({}), scalar({})]],
    ['declared as scalar and as aggregate', [scalar({}), aggregate({})]],
    ['functions is a list of what', [{} as OwnFunction]],
  ])('given to a database: %s', async (message, functions) => {
    await expect(openDatabase({ functions })).rejects.toMatchObject({
      code: 'FUNCTION_INVALID',
      message: expect.stringContaining(message),
    });
  });
});
