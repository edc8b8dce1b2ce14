import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AssertionFailure, deleted, given } from '../../../src/testing/index.ts';

const CLICKS = `CREATE STREAM clicks (page VARCHAR KEY, who VARCHAR) WITH (KAFKA_TOPIC='clicks', VALUE_FORMAT='JSON', PARTITIONS=4);
`;
const VISITS = `${CLICKS}CREATE TABLE visits AS SELECT page, COUNT(*) AS n FROM clicks GROUP BY page;
`;
const DEAR = `CREATE TABLE prices (item VARCHAR PRIMARY KEY, price INT) WITH (KAFKA_TOPIC='prices', VALUE_FORMAT='JSON', PARTITIONS=2);
CREATE TABLE dear AS SELECT item, price FROM prices WHERE price > 10;
`;
const WINDOWED = `${CLICKS}CREATE TABLE visits AS SELECT page, COUNT(*) AS n FROM clicks
  WINDOW TUMBLING (SIZE 10 SECONDS, GRACE PERIOD 0 SECONDS) GROUP BY page EMIT FINAL;
`;

/** The message of what a step throws. */
function failure(step: () => unknown): string {
  try {
    step();
  } catch (error) {
    expect(error).toBeInstanceOf(AssertionFailure);
    return (error as Error).message;
  }
  throw new Error('nothing failed');
}

it('looks at what came since it last looked, in the order of all partitions', () => {
  given(VISITS)
    .when({ clicks: [{ page: '/', who: 'ada' }, { page: '/a' }] })
    .when('clicks', { page: '/', rowtime: 5 })
    .then({
      visits: [
        { page: '/', n: 1 },
        { page: '/a', n: 1 },
        { page: '/', N: 2 },
      ],
      clicks: [{ who: 'ada' }, { who: null }, { ROWTIME: 5 }],
    })
    .then('visits', [])
    .when('clicks', { page: '/a' })
    .then('visits', { page: '/a', n: 2 })
    .thenTable('visits', [{ page: '/', n: 2 }, { n: 2 }])
    .close();
});

it('writes and expects deletions', () => {
  given(DEAR)
    .when({ prices: [{ item: 'wheel', price: 12 }, deleted({ item: 'wheel', rowtime: 9 })] })
    .then({ dear: [{ item: 'wheel', price: 12 }, deleted({ item: 'wheel', ROWTIME: 9 })] })
    .thenTable('dear', []);
});

it('moves time by hand', () => {
  given({ sql: WINDOWED, now: 0 })
    .when('clicks', { page: '/' })
    .advanceTime(9_000)
    .when('clicks', { page: '/' })
    .then('visits', [])
    .advanceStreamTime(10_000)
    .then('visits', { page: '/', n: 2, windowstart: 0, windowend: 10_000 })
    .when('clicks', { page: '/', rowtime: 11_000 })
    .flush()
    .thenTable('visits', [{ WINDOWSTART: 0 }, { WINDOWSTART: 10_000 }]);
});

it('takes matchers of test frameworks', () => {
  const scenario = given(VISITS).when('clicks', { page: '/' });
  expect(
    failure(() => scenario.then('visits', { page: expect.stringMatching('x'), n: expect.any(Number) })),
  ).toBe(`What came is not what was expected.
VISITS: record 1 differs in PAGE
         expected        came
*  PAGE  StringMatching  "/"
   N     Any<Number>     1`);
});

it('shows the first record that differs', () => {
  const scenario = given(VISITS).when('clicks', [{ page: '/' }, { page: '/' }]);
  const step = () =>
    scenario.then('visits', [
      { page: '/', n: 1 },
      { page: '/', n: 3 },
    ]);
  expect(failure(step)).toBe(`What came is not what was expected.
VISITS: record 2 differs in N
         expected  came
   PAGE  "/"       "/"
*  N     3         2`);
});

it('gives test frameworks the two sides, and the place of the step', () => {
  const scenario = given(VISITS).when('clicks', { page: '/' });
  try {
    scenario.then('visits', { n: 3 });
  } catch (error) {
    expect(error).toMatchObject({
      expected: { N: '3' },
      actual: { N: '1' },
      difference: { where: 'VISITS', record: 1 },
    });
    expect((error as Error).stack).toMatch(/\n +at [^\n]*given\.test\.ts/);
    expect((error as Error).stack).not.toContain('scenario.ts');
  }
  expect.assertions(3);
});

it('shows what is missing and what is too much', () => {
  const scenario = given(VISITS).when('clicks', [{ page: '/', rowtime: 7 }]);
  expect(
    failure(() => scenario.thenTable('visits', [{ n: 1 }, { page: '/a', n: 1 }])),
  ).toBe(`What came is not what was expected.
VISITS: record 2 is missing
         expected
   PAGE  "/a"
   N     1
what came last:
  PAGE "/", N 1, ROWTIME 7`);
  expect(failure(() => scenario.then('visits', []))).toBe(`What came is not what was expected.
VISITS: record 1 is one too many
what came besides:
  PAGE "/", N 1, ROWTIME 7`);
});

it('tells a deletion from a row', () => {
  const scenario = given(DEAR).when({ prices: [{ item: 'a', price: 11 }, deleted({ item: 'a' })] });
  const step = () => scenario.then('dear', [deleted({ item: 'a' }), { item: 'a' }]);
  expect(failure(step)).toContain('*  value  null: a deletion  PRICE 11');
});

it('says what else went wrong', () => {
  const scenario = given(VISITS).produce({ topic: 'clicks', key: '/', value: 'no JSON' });
  expect(failure(() => scenario.then('visits', { n: 1 }))).toMatch(
    /^What came is not what was expected\.\nVISITS: record 1 is missing\n[\s\S]*\nerrors so far:\n {2}.+/,
  );
  expect(failure(() => scenario.thenErrors())).toMatch(/^expected errors: none\ncame:\n {2}.+/);
  scenario.produce({ topic: 'clicks', key: '/', value: 'no JSON' }).thenErrors(/./).thenErrors();
  expect(failure(() => scenario.thenErrors('one'))).toBe('expected errors: one\ncame: none');
});

it('refuses rows that can not be', () => {
  const scenario = given(VISITS).when('clicks', { page: '/' });
  expect(failure(() => scenario.then('visits', { nn: 1 }))).toBe(
    'VISITS: expected row 1: there is no column nn, but PAGE, N, ROWTIME',
  );
  expect(failure(() => scenario.thenTable('visits', { n: '1' }))).toMatch(/^expected row 1: N is BIGINT/);
  expect(() => scenario.then('visit', [])).toThrow('visit does not exist');
  expect(() => scenario.when('clicks', deleted({ page: '/' }))).toThrow(
    "Failed to delete from 'CLICKS': it is a stream: its records stay",
  );
  const prices = given(DEAR);
  expect(() => prices.when('prices', deleted({}))).toThrow('the whole key is wanted: ITEM');
  expect(() => prices.when('prices', deleted({ item: 1 }))).toThrow('ITEM is STRING');
  expect(() => prices.when('prices', deleted({ price: 1 }))).toThrow('price is no key column');
});

it('is closed when it is awaited, and by using', async () => {
  const scenario = given(VISITS);
  expect(await scenario.when('clicks', { page: '/' }).then('visits', { n: 1 })).toBeUndefined();
  expect(() => scenario.when('clicks', { page: '/' })).toThrow('the driver was closed');
  let other: ReturnType<typeof given>;
  {
    await using kept = given(VISITS);
    other = kept;
  }
  expect(() => other.flush()).toThrow('the driver was closed');
});

it('is what test runners want of a test, for TypeScript too', async () => {
  const body: () => void | Promise<void> = () => given(VISITS).when('clicks', { page: '/' });
  expect(await body()).toBeUndefined();
  let ended = 0;
  await given(VISITS).finally(() => {
    ended += 1;
  });
  expect(await given(VISITS).catch(() => 'failed')).toBeUndefined();
  expect(ended).toBe(1);
});

it('runs files, and folders in the order of names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'given-'));
  try {
    writeFileSync(join(folder, '1.sql'), CLICKS);
    writeFileSync(join(folder, '2.sql'), VISITS.slice(CLICKS.length));
    for (const files of [folder, pathToFileURL(folder), [join(folder, '1.sql'), join(folder, '2.sql')]])
      given({ files, sql: 'CREATE STREAM copy AS SELECT * FROM clicks;' })
        .when('clicks', { page: '/' })
        .then({ visits: { n: 1 }, copy: { page: '/' } });
    writeFileSync(join(folder, '3.sql'), 'SELECT;');
    expect(() => given({ files: folder })).toThrow(expect.objectContaining({ code: 'SQL_SYNTAX' }));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('puts variables into scripts', () => {
  given({ sql: CLICKS.replace('JSON', '${format}'), variables: { format: 'JSON' } })
    .when('clicks', { page: '/' })
    .then('clicks', { page: '/' });
});

it('runs more statements', () => {
  given(CLICKS)
    .execute(VISITS.slice(CLICKS.length))
    .when('clicks', { page: '/' })
    .then('visits', { page: '/' });
});
