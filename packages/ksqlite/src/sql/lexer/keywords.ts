/**
 * The words that cannot name anything unless quoted. Every other word can, also those that mean something
 * elsewhere (KEY, DATE, MAP, EMIT, …): ksqlDB calls them non-reserved.
 */
const RESERVED: ReadonlySet<string> = new Set(
  [
    'SELECT FROM AS ALL DISTINCT WHERE WITHIN WINDOW GROUP BY HAVING LIMIT AT',
    'OR AND IN NOT EXISTS BETWEEN LIKE IS NULL TRUE FALSE CASE WHEN THEN ELSE END CAST',
    'MILLISECOND YEARS MONTHS DAYS HOURS MINUTES SECONDS MILLISECONDS',
    'TUMBLING HOPPING SIZE ADVANCE RETENTION JOIN FULL OUTER INNER LEFT RIGHT ON',
    'WITH VALUES CREATE TABLE TOPIC STREAM STREAMS INSERT DELETE INTO DROP TO RENAME',
    'DESCRIBE EXTENDED PRINT LIST TOPICS QUERY QUERIES TERMINATE PAUSE RESUME LOAD',
    'SAMPLE EXPORT CATALOG PROPERTIES BEGINNING UNSET RUN SCRIPT DECIMAL CONNECTOR CONNECTORS',
    'NAMESPACE MATERIALIZED VIEW',
  ].flatMap((line) => line.split(' ')),
);

/** Whether an upper-case word needs quotes to be a name. */
export const isReserved = (word: string): boolean => RESERVED.has(word);

/** Units of time, and their milliseconds. */
export const TIME_UNITS: ReadonlyMap<string, number> = new Map([
  ['MILLISECOND', 1],
  ['MILLISECONDS', 1],
  ['SECOND', 1_000],
  ['SECONDS', 1_000],
  ['MINUTE', 60_000],
  ['MINUTES', 60_000],
  ['HOUR', 3_600_000],
  ['HOURS', 3_600_000],
  ['DAY', 86_400_000],
  ['DAYS', 86_400_000],
]);
