import type { Token } from '../lexer/token.ts';

export interface Habit {
  readonly hint: string;
  /** The word before belongs to it: it was taken for an alias. */
  readonly bothWords: boolean;
}

const habit = (hint: string, bothWords: boolean): Habit => ({ hint, bothWords });

const UNION = habit('ksqlDB has no UNION: INSERT INTO one stream from several queries', true);

/** Two tokens that belong together in other SQLs → what ksqlDB has instead. */
const HABITS: ReadonlyMap<string, Habit> = new Map([
  ['UNION SELECT', UNION],
  ['UNION ALL', UNION],
  ['SELECT DISTINCT', habit('ksqlDB has no SELECT DISTINCT: GROUP BY the columns into a table', false)],
  ['( DISTINCT', habit('DISTINCT stands in COUNT(DISTINCT x) alone', false)],
  ['( SELECT', habit('ksqlDB has no sub-selects: give the inner SELECT its own CREATE … AS SELECT', false)],
  ['FROM (', habit('ksqlDB has no sub-selects: give the inner SELECT its own CREATE … AS SELECT', false)],
  ['JOIN (', habit('ksqlDB has no sub-selects: give the inner SELECT its own CREATE … AS SELECT', false)],
  ['AS (', habit('behind AS, a SELECT is not in parentheses', false)],
  ['= =', habit('equality is a single =', true)],
  ['USING (', habit('ksqlDB has no USING: write ON a.x = b.x', true)],
]);

/** What `found`, coming after `previous`, means in other SQLs. */
export function habitHint(previous: Token, found: Token): Habit | undefined {
  return isPlain(previous) && isPlain(found) ? HABITS.get(`${previous.text} ${found.text}`) : undefined;
}

const isPlain = (token: Token): boolean => token.kind === 'word' || token.kind === 'symbol';
