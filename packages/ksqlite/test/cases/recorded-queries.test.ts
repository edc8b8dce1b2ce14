import { readFileSync } from 'node:fs';
import type { RunningTransientQuery } from '../../src/queries/transient/transient-query.ts';
import { rowWriter } from '../../src/server/rows/row-format.ts';
import { formatType } from '../../src/types/sql-type.ts';
import { take, takeAll } from '../queries/support/take.ts';
import { type TestEngine, testEngine } from '../support/engine-bench.ts';
import { refusalText } from './support/recorded-case.ts';

/** Queries to a client, and what a real ksqlDB 7.9 answered on `/query-stream`: rows as it wrote them. */
interface Recording {
  readonly setup: readonly string[];
  readonly inputs: readonly string[];
  readonly queries: readonly RecordedQuery[];
}
interface RecordedQuery {
  readonly sql: string;
  readonly columns?: readonly string[];
  readonly rows?: readonly string[];
  readonly error?: string;
}

const MERGED = 'there a cache had merged the first two counts of s1 before they were written';
/** Where the engine does otherwise than a real ksqlDB, and why. A case that comes right must be taken off the list. */
const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = {
  'SELECT * FROM per_minute EMIT CHANGES;': MERGED,
  'SELECT *, ROWTIME, WINDOWSTART AS ws FROM per_minute EMIT CHANGES;': MERGED,
  'SELECT * FROM per_session EMIT CHANGES;': MERGED,
  'SELECT * FROM per_session;':
    'ksqlDB finds no sessions when it goes through all keys; its documentation says it does',
  'SELECT * FROM by_area LIMIT 1;': 'rows come by key there, in the order the keys came first here',
  'SELECT * FROM by_area WHERE area IS NULL;': 'ksqlDB refuses it; no row has such a key, and none is given',
  'SELECT sensor FROM readings HAVING temp > 0 EMIT CHANGES;':
    'ksqlDB accepts HAVING without GROUP BY and ignores it; refused here',
};

/** `4.0E10` is 40000000000: one number in JSON. */
const sameNumbers = (row: string): string =>
  row.replace(/-?\d+\.\d+(?:E-?\d+)?/g, (number) => String(Number(number)));

const read = <T>(file: string): T => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as T;
const recording = read<Recording>('./recorded-queries.json');

/** Code and place of a refusal, or the rows, sorted. */
type Outcome = { readonly refused: string } | { readonly rows: readonly string[] };

/** What this engine makes of queries where the recording does not say it: pinned, so that a change is seen. */
interface OutcomesHere {
  /** ksqlDB refused, in words of its own: code and place here. */
  readonly refusals: Readonly<Record<string, string>>;
  /** Of the known differences. */
  readonly differences: Readonly<Record<string, Outcome>>;
}
const { refusals, differences } = read<OutcomesHere>('./queries-here.json');

describe('queries recorded on a real ksqlDB', () => {
  let bench: TestEngine;
  beforeAll(async () => {
    // what ksqlDB refuses, and an extension takes, is refused
    bench = testEngine({ properties: { 'ksqldb.compatibility': 'strict' } });
    await bench.engine.execute(recording.setup.join('\n'));
    await bench.engine.execute(recording.inputs.join('\n'));
    while (bench.engine.scheduler.backlog() > 0) await bench.engine.scheduler.settled();
  });
  afterAll(() => bench.close());

  /** @param expected rows of a push query, which stays open */
  const outcomeOf = async (
    { sql, columns }: RecordedQuery,
    expected: Outcome | undefined,
  ): Promise<Outcome> => {
    let query: RunningTransientQuery;
    try {
      query = await bench.engine.query(sql, { properties: { 'auto.offset.reset': 'earliest' } });
    } catch (error) {
      return { refused: refusalText(error) };
    }
    if (columns !== undefined)
      expect(query.columns.map(({ name, type }) => `${name} ${formatType(type)}`)).toEqual(columns);
    const count = expected !== undefined && 'rows' in expected ? expected.rows.length : 0;
    const got = query.kind === 'pull' ? await takeAll(query) : await take(query, count);
    query.close();
    return { rows: comparable(got.map(rowWriter(query.columns))) };
  };
  // partitions are read in an order of their own, here and there
  const comparable = (rows: readonly string[]): string[] => rows.map(sameNumbers).sort();
  const recordedOutcome = ({ sql, rows = [], error }: RecordedQuery): Outcome =>
    error === undefined ? { rows: comparable(rows) } : { refused: refusals[sql] ?? 'no pinned refusal' };

  const cases = recording.queries.map((recorded) => [recorded.sql, recorded] as const);
  it.each(cases.filter(([sql]) => !(sql in KNOWN_DIFFERENCES)))('%s', async (_, recorded) => {
    const expected = recordedOutcome(recorded);
    expect(await outcomeOf(recorded, expected)).toEqual(expected);
  });

  it.each(cases.filter(([sql]) => sql in KNOWN_DIFFERENCES))(
    'known difference: %s',
    async (sql, recorded) => {
      const outcome = await outcomeOf(recorded, differences[sql]);
      expect(outcome).not.toEqual(recordedOutcome(recorded));
      expect(outcome).toEqual(differences[sql]);
    },
  );

  it('have a pinned outcome each where the recording says none, and no others are pinned', () => {
    expect(Object.keys(KNOWN_DIFFERENCES).sort()).toEqual(Object.keys(differences).sort());
    const refused = cases.filter(([sql, { error }]) => error !== undefined && !(sql in KNOWN_DIFFERENCES));
    expect(Object.keys(refusals).sort()).toEqual([...new Set(refused.map(([sql]) => sql))].sort());
  });
});
