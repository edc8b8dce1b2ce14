import { readFileSync } from 'node:fs';
import { type Outcome, outcomeOf, type RecordedCase, recordedOutcome } from './support/recorded-case.ts';

const read = <T>(file: string): T => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as T;

/** What this engine makes of cases where the recording does not say it: pinned, so that a change is seen. */
interface OutcomesHere {
  /** ksqlDB refused, in words of its own: code and place here. */
  readonly refusals: Readonly<Record<string, string>>;
  /** Of the known differences. */
  readonly differences: Readonly<Record<string, Outcome>>;
}
const { refusals, differences } = read<OutcomesHere>('./outcomes-here.json');

// differs: input-order
const REPARTITIONED =
  'what is repartitioned comes to a join later there than what is not; here all is merged by time';
const LEAVES_A_KEY =
  'recorded with Kafka Streams 3.9.1, where a left row that leaves a foreign key gives no result for that; here it does, as in 3.9.0';

/** Where the engine does otherwise than a real ksqlDB, and why. A case that comes right must be taken off the list. */
const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = {
  'fk left': LEAVES_A_KEY,
  'fk left live': LEAVES_A_KEY,
  // differs: histogram-nulls
  'aggregates over nulls': 'HISTOGRAM: ksqlDB starts counting NULLs again whenever its state was written out',
  // differs: array-sort
  'array functions': 'ksqlDB’s ARRAY_SORT changes its argument: a defect there',
  'refused: having without group by': 'ksqlDB accepts it and ignores the HAVING; refused here',
  'having without group by runs': 'ksqlDB accepts it and ignores the HAVING; refused here',
  'star two tables': REPARTITIONED,
  'star two tables key': REPARTITIONED,
  'star two tables inner': REPARTITIONED,
  'star bkey': REPARTITIONED,
  'star star': REPARTITIONED,
  'full then inner table': REPARTITIONED,
  'join expr table': REPARTITIONED,
  'streams other key stream': REPARTITIONED,
  'join expr one side': REPARTITIONED,
  'join expr right key': REPARTITIONED,
  'three way full live':
    'ksqlDB looks for records without a match once a second: in a chain of joins they come late',
  'json null literal': 'what follows a JSON value is an error here, Jackson passes it over',
};

const FILES = ['first', 'more', 'tables', 'joins', 'with'];
const cases = FILES.flatMap((file) => read<RecordedCase[]>(`./recorded-${file}.json`));
const isDifferent = ({ name }: RecordedCase): boolean => name in KNOWN_DIFFERENCES;

describe('cases recorded on a real ksqlDB', () => {
  it.each(cases.filter((recorded) => !isDifferent(recorded)))('$name', async (recorded) => {
    const expected = recordedOutcome(recorded) ?? { refused: refusals[recorded.name] };
    expect(await outcomeOf(recorded)).toEqual(expected);
  });

  it.each(cases.filter(isDifferent))('known difference: $name', async (recorded) => {
    const outcome = await outcomeOf(recorded);
    expect(outcome).not.toEqual(recordedOutcome(recorded));
    expect(outcome).toEqual(differences[recorded.name]);
  });

  it('have names of their own, and every pinned outcome is of one of them', () => {
    const names = cases.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(KNOWN_DIFFERENCES).sort()).toEqual(Object.keys(differences).sort());
    const refused = cases.filter(({ error }) => error !== undefined).map(({ name }) => name);
    expect(Object.keys(refusals).sort()).toEqual(refused.sort());
  });
});
