import { openTestDriver, replayCache } from 'ksqlite/testing';
import { seededRandom } from '../random.ts';
import { naiveOutputs } from './naive/naive-program.ts';
import type { Program } from './program.ts';
import { submitProgram } from './random/random-program.ts';
import { FOREIGN_KEY_ALIAS } from './random/random-query.ts';
import { difference } from './run/outputs.ts';
import { runAtOnce, runKilled, runLate, runLive, runRestarted } from './run/run-program.ts';

/** What was found of a seed's program; nothing: []. */
export interface Checked {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly statements: number;
  readonly refused: number;
  readonly records: number;
  /** records that statements wrote */
  readonly written: number;
  /** statements whose records were compared with what the naive interpreter makes */
  readonly interpreted: number;
}

/** Runs the program of a seed in every way, and says where they differ. */
export async function checkProgram(seed: number): Promise<Checked> {
  let program: Program | undefined;
  const violations: string[] = [];
  let written = 0;
  let interpreted = 0;
  try {
    using submitted = openTestDriver();
    program = submitProgram(seed, submitted);
    const random = seededRandom(seed).fork(7);
    // ids of queries count what was refused
    using alone = program.refused.length > 0 && dependsOnIds(program) ? openTestDriver() : undefined;
    for (const sql of program.statements) alone?.execute(sql);
    const driver = alone ?? submitted;
    const prepared = { files: await driver.files(), replayCache: replayCache() };
    const live = await runLive(program, driver);
    for (const lines of live.values()) written += lines.length;
    const note = (way: string, found: string | undefined): void => {
      if (found !== undefined) violations.push(`${way}: ${found}`);
    };
    if (program.interruptions.length === 0) {
      const naive = naiveOutputs(program, driver);
      interpreted = naive.covered;
      note('naive', difference(naive.outputs, live));
    }
    note('restarted', difference(live, await runRestarted(program, prepared, random)));
    note('killed', difference(live, await runKilled(program, prepared, random)));
    const last = program.sinks.at(-1);
    if (last !== undefined && mayBeLate(program)) note('late', difference(live, await runLate(program)));
    if (mayBeAtOnce(program)) note('at once', difference(live, await runAtOnce(program, prepared)));
  } catch (error) {
    violations.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const { statements = [], interruptions = [], refused = [], records = [] } = program ?? {};
  return {
    seed,
    violations:
      violations.length === 0
        ? []
        : [
            ...violations,
            ...statements,
            ...interruptions.map(({ after, sql }) => `after ${after} records: ${sql}`),
          ],
    statements: statements.length,
    refused: refused.length,
    records: records.length,
    written,
    interpreted,
  };
}

/**
 * A statement over several topics, or over the partitions of one that meet behind it, takes them as they come; as does a
 * topic that two statements write.
 */
const mayBeLate = ({ statements, partitions, interruptions }: Program): boolean =>
  partitions === 1 && interruptions.length === 0 && !/ JOIN |^INSERT INTO/.test(statements.at(-1) ?? '');

/**
 * Interruptions name queries by their ids; and where two topics that were made of one meet in a join, what comes at one time is in
 * the order of the queries' ids: the way that submits the statements itself has others, where some were refused.
 */
const dependsOnIds = (program: Program): boolean =>
  program.interruptions.length > 0 || (mayBeLate(program) && program.statements.some(joinsMade));

const joinsMade = (sql: string): boolean => / JOIN /.test(sql) && / (FROM|JOIN) Q\d/.test(sql);

/**
 * Two topics that were made of one hold records of equal times, which a join takes as they come. A join of tables on a foreign
 * key gives what is read at once as it comes to, without what was in between. What an outer join of streams gives alone, later
 * than its time, meets in the next join what has come by then.
 */
const mayBeAtOnce = ({ partitions, inOrder, statements, interruptions }: Program): boolean =>
  partitions === 1 &&
  interruptions.length === 0 &&
  inOrder &&
  !statements.some(joinsMade) &&
  !statements.some((sql) => sql.includes(` ON ${FOREIGN_KEY_ALIAS}.`) || OUTER_JOIN_JOINED.test(sql));

const OUTER_JOIN_JOINED = /(?:LEFT|RIGHT|OUTER) JOIN \w+ \w+ WITHIN .* JOIN /;
