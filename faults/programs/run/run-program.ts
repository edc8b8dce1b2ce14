/**
 * The ways in which a program is run. All must write the same: what a statement does may not depend on when the process
 * was started, whether its input came before it, or from where its state was read.
 */
import { openTestDriver, type TestDriver, type TestDriverOptions } from 'ksqlite/testing';
import type { Random } from '../../random.ts';
import type { Program, SentRecord } from '../program.ts';
import { type Outputs, outputsOf } from './outputs.ts';

/** About so many of a program: each reads the state back, which takes most of a run's time. */
const RESTARTS = 3;

/**
 * How a driver is opened on what another one left that a program's statements were submitted to. The first that is opened with
 * a replay cache plans all statements again, and fills it for the others.
 */
export type Prepared = Pick<TestDriverOptions, 'files' | 'replayCache'>;

/** Record by record, each to its end, on a driver to which the statements were submitted. */
export async function runLive(program: Program, driver: TestDriver): Promise<Outputs> {
  await eachRecord(program, driver, (record) => {
    driver.produce([record]);
  });
  driver.flush();
  return outputsOf(driver, program.sinks);
}

/** As `runLive`, with a new process after some of the records; state is read back from the disk. */
export const runRestarted = (program: Program, prepared: Prepared, random: Random): Promise<Outputs> =>
  outputsOn(prepared, program.sinks, async (driver) => {
    await eachRecord(program, driver, async (record) => {
      driver.produce([record]);
      if (random.chance(RESTARTS / program.records.length)) await driver.restart();
    });
    await driver.restart();
  });

/** As `runLive`, with a process that is killed before what a record made is on the disk: the record is sent again. */
export const runKilled = (program: Program, prepared: Prepared, random: Random): Promise<Outputs> =>
  outputsOn(prepared, program.sinks, (driver) =>
    eachRecord(program, driver, async (record) => {
      await driver.commit();
      while (random.chance(RESTARTS / (RESTARTS + program.records.length))) {
        driver.produce([record]);
        await driver.restart({ keptBytes: 0 });
      }
      driver.produce([record]);
    }),
  );

/** As `runLive`, but the last statement comes when all else is done: it reads the bytes that are there. */
export const runLate = ({ statements, records, sinks }: Program): Promise<Outputs> =>
  outputsOn({}, sinks, (driver) => {
    for (const sql of statements.slice(0, -1)) driver.execute(sql);
    for (const record of records) driver.produce([record]);
    driver.execute(statements.at(-1) ?? '');
  });

/** All records at once: what happens in one turn of the statements. */
export const runAtOnce = ({ records, sinks }: Program, prepared: Prepared): Promise<Outputs> =>
  outputsOn(prepared, sinks, (driver) => driver.produce(records));

/** Sends the records one after the other, with the statements between them. */
async function eachRecord(
  { records, interruptions }: Program,
  driver: TestDriver,
  send: (record: SentRecord) => void | Promise<void>,
): Promise<void> {
  for (const [i, record] of records.entries()) {
    for (const { sql } of interruptions.filter(({ after }) => after === i)) driver.execute(sql);
    await send(record);
  }
}

/** What stands in the sinks when work was done, and all windows are closed. */
async function outputsOn(
  prepared: Prepared,
  sinks: readonly string[],
  work: (driver: TestDriver) => void | Promise<void>,
): Promise<Outputs> {
  const driver = openTestDriver(prepared);
  try {
    await work(driver);
    driver.flush();
    return outputsOf(driver, sinks);
  } finally {
    driver.close();
  }
}
