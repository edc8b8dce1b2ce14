import { engineOf, openTestDriver, type TestDriver } from 'ksqlite/testing';
import { seededRandom } from '../../random.ts';
import type { Program } from '../program.ts';
import { randomInterruptions } from './random-interruptions.ts';
import { type Known, randomQuery } from './random-query.ts';
import { randomRecords } from './random-records.ts';
import { randomSource, range } from './random-source.ts';
import { refusal } from './refusal.ts';

/** Tries at most; one in a few does not fit. */
const TRIES = 12;

/** The program of a seed: always the same. What the engine refuses is left out of it, and kept beside it. */
export function randomProgram(seed: number): Program {
  const driver = openTestDriver();
  try {
    return submitProgram(seed, driver);
  } finally {
    driver.close();
  }
}

/** As `randomProgram`; the statements were submitted to the driver then, those that are refused, too. */
export function submitProgram(seed: number, driver: TestDriver): Program {
  const random = seededRandom(seed);
  const partitions = random.oneOf([1, 1, 2, 3]);
  const sources = range(random.int(1, 3)).map((i) => randomSource(random.fork(i), i, partitions));
  const statements: string[] = [];
  const refused: { readonly sql: string; readonly message: string }[] = [];
  const attempt = (sql: string): void => {
    const message = refusal(driver, sql);
    if (message === undefined) statements.push(sql);
    else refused.push({ sql, message });
  };
  const accepted = sources.filter(({ sql }) => {
    attempt(sql);
    return statements.at(-1) === sql;
  });
  const wanted = random.int(1, 4);
  for (let i = 0; i < TRIES && statements.length < accepted.length + wanted && accepted.length > 0; i++)
    attempt(randomQuery(random.fork(100 + i), knownBy(driver), `Q${i}`));
  const times = random.oneOf(['later', 'later', 'mixed', 'mixed', 'extreme'] as const);
  const records =
    accepted.length === 0
      ? []
      : randomRecords(random.fork(1_000), accepted, partitions, random.int(5, 40), times);
  const sinks = sinksOf(driver);
  const interruptions = random.chance(0.2)
    ? randomInterruptions(random.fork(2_000), statements, records.length)
    : [];
  return {
    seed,
    statements,
    interruptions,
    refused,
    sinks,
    partitions,
    records,
    inOrder: times === 'later',
  };
}

const knownBy = (driver: TestDriver): readonly Known[] =>
  engineOf(driver.database)
    .sources()
    .map(({ name, kind, window, keys, values, headers }) => ({
      name,
      isTable: kind === 'TABLE',
      isWindowed: window !== undefined,
      keys,
      values,
      headers,
    }));

const sinksOf = (driver: TestDriver): readonly string[] =>
  engineOf(driver.database)
    .sources()
    .filter(({ name }) => name.startsWith('Q'))
    .map(({ topic }) => topic);
