/**
 * The ways in which a program is run. All must write the same: what a statement does may not depend on when the process
 * was started, whether its input came before it, or from where its state was read.
 */
import { openTestDriver, type TestDriver } from 'ksqlite/testing';
import type { Random } from '../../random.ts';
import type { Program } from '../program.ts';
import { type Outputs, outputsOf } from './outputs.ts';

/** About so many of a program: each reads the state back, which takes most of a run's time. */
const RESTARTS = 3;

/** Statements first, then record by record, each to its end. */
export function runLive(program: Program): Outputs {
  const driver = opened(program.statements);
  try {
    for (const record of program.records) driver.produce([record]);
    driver.flush();
    return outputsOf(driver, program.sinks);
  } finally {
    driver.close();
  }
}

/** As `runLive`, with a new process after some of the records; state is read back from the disk. */
export async function runRestarted(program: Program, random: Random): Promise<Outputs> {
  const driver = opened(program.statements);
  try {
    for (const record of program.records) {
      driver.produce([record]);
      if (random.chance(RESTARTS / program.records.length)) await driver.restart();
    }
    await driver.restart();
    driver.flush();
    return outputsOf(driver, program.sinks);
  } finally {
    driver.close();
  }
}

/** As `runLive`, with a process that is killed while it writes, at any byte: what was torn off is sent again. */
export async function runKilled(program: Program, random: Random): Promise<Outputs> {
  const driver = opened(program.statements);
  try {
    await driver.commit();
    for (const record of program.records) {
      await driver.commit();
      while (random.chance(RESTARTS / (RESTARTS + program.records.length))) {
        driver.produce([record]);
        await driver.restart({ keptBytes: 0 });
      }
      driver.produce([record]);
    }
    driver.flush();
    return outputsOf(driver, program.sinks);
  } finally {
    driver.close();
  }
}

/** As `runLive`, but the last statement comes when all else is done: it reads the bytes that are there. */
export function runLate(program: Program): Outputs {
  const driver = opened(program.statements.slice(0, -1));
  try {
    for (const record of program.records) driver.produce([record]);
    driver.execute(program.statements.at(-1) ?? '');
    driver.flush();
    return outputsOf(driver, program.sinks);
  } finally {
    driver.close();
  }
}

/** All records at once: what happens in one turn of the statements. */
export function runAtOnce(program: Program): Outputs {
  const driver = opened(program.statements);
  try {
    driver.produce(program.records);
    driver.flush();
    return outputsOf(driver, program.sinks);
  } finally {
    driver.close();
  }
}

function opened(statements: readonly string[]): TestDriver {
  const driver = openTestDriver();
  for (const sql of statements) driver.execute(sql);
  return driver;
}
