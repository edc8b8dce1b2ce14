/**
 * Runs one test of ksqlDB's SQL testing tool: its statements in turn, each with all that follows from it, on an engine of its own
 * with empty topics of one partition. A query reads what comes after it was made, as there.
 *
 * Source of the rule: SqlTestExecutor and TestDriverPipeline of ksqlDB's testing tool.
 */
import { engineOf } from '../../database/engine-of.ts';
import { parseTestStatement } from '../../sql/parser/parse-test-statement.ts';
import { splitStatements } from '../../sql/split-statements.ts';
import { substituteVariables } from '../../sql/variables.ts';
import { openSession, type Session } from '../../statements/session/session.ts';
import { openTestDriver, type TestDriver, type TestDriverOptions } from '../test-driver.ts';
import { assertSource } from './assert-source.ts';
import { assertValues, type Looked } from './assert-values.ts';
import { directivesOf } from './directives.ts';
import { type ExpectedFailure, mismatch } from './expected-failure.ts';
import { scriptFiles } from './script-files.ts';
import type { Directive, SqlTest } from './sql-test.ts';
import { type TestFailure, testFailure } from './test-failure.ts';

/** What all tests of a run share. */
export interface RunOptions extends Pick<TestDriverOptions, 'functions'> {
  /** Told of each script that a test runs, by its path. */
  readonly onScript?: (file: string) => void;
}

/** @returns undefined: it passed */
export function runSqlTest(
  test: SqlTest,
  { functions, onScript = () => undefined }: RunOptions = {},
): TestFailure | undefined {
  if (test.isStray) return { message: 'Expected test to start with --@test.', file: test.file, line: 1 };
  const driver = openTestDriver({
    ...(functions === undefined ? {} : { functions }),
    onePartition: true,
    properties: { 'auto.offset.reset': 'latest' },
  });
  try {
    return new SqlTestRun(test, driver, onScript).run();
  } finally {
    driver.close();
  }
}

/** A directive or a statement, and where it begins in the test's text. */
type Step =
  | { readonly start: number; readonly directive: Directive }
  | { readonly start: number; readonly sql: string };

class SqlTestRun {
  readonly #test: SqlTest;
  readonly #driver: TestDriver;
  readonly #session: Session;
  readonly #onScript: (file: string) => void;
  readonly #looked: Looked = new Map();
  #expected: ExpectedFailure = { error: undefined, message: undefined };

  constructor(test: SqlTest, driver: TestDriver, onScript: (file: string) => void) {
    this.#test = test;
    this.#driver = driver;
    this.#onScript = onScript;
    this.#session = openSession({ file: test.file });
  }

  run(): TestFailure | undefined {
    const { text, file, line, head } = this.#test;
    let start = 0;
    try {
      for (const directive of head) this.#follow(directive);
      for (const step of stepsOf(text)) {
        start = step.start;
        if ('directive' in step) this.#follow(step.directive);
        else this.#execute(step.sql);
      }
    } catch (error) {
      const place = { file, line, text, start };
      if (!this.#expectsFailure()) return testFailure(error, place);
      const why = mismatch(this.#expected, error);
      return why === undefined ? undefined : testFailure(new Error(why), place);
    }
    if (!this.#expectsFailure()) return undefined;
    const { error = '<any>', message = '<any>' } = this.#expected;
    const why = `Did not get expected exception of type ${error} with message ${message}`;
    return testFailure(new Error(why), { file, line, text, start });
  }

  #expectsFailure(): boolean {
    return this.#expected.error !== undefined || this.#expected.message !== undefined;
  }

  #follow({ type, contents }: Directive): void {
    if (type === 'expected.error') this.#expected = { ...this.#expected, error: contents };
    if (type === 'expected.message') this.#expected = { ...this.#expected, message: contents };
    if (type === 'define') this.#define(contents);
    if (type === 'run') this.#runScript(contents);
  }

  /** As DEFINE, without quotes: scripts that another program runs with `--define` are run as they are. */
  #define(contents: string): void {
    const [, name, value] = /^(\w+)\s*=\s*(.*)$/.exec(contents) ?? [];
    if (name === undefined || value === undefined)
      throw new Error(`--@define: wants NAME=VALUE, got ${contents}`);
    this.#session.variables.set(name, value);
  }

  #execute(written: string): void {
    const engine = engineOf(this.#driver.database);
    const sql = substituteVariables(written, this.#session.variables);
    const statement = parseTestStatement(sql, { file: this.#test.file, types: engine.types() });
    if (statement === undefined) {
      this.#driver.executeIn(this.#session, written);
      return;
    }
    const planning = engine.planning(sql, this.#session);
    if (statement.kind === 'RunScript') this.#runScript(statement.path);
    else if (statement.kind === 'AssertSource') assertSource(planning, statement);
    else assertValues(engine, planning, statement, this.#looked);
  }

  #runScript(path: string): void {
    for (const { file, sql } of scriptFiles(path, this.#test.file)) {
      this.#onScript(file);
      if (splitStatements(sql).length === 0) throw new Error(`Empty run script: ${file}`);
      this.#driver.executeIn({ ...this.#session, file }, sql);
    }
  }
}

/** In the order of the text; a directive inside a statement comes before it. */
function stepsOf(text: string): readonly Step[] {
  const directives = [...directivesOf(text)];
  const steps: Step[] = [];
  for (const { text: sql, span } of splitStatements(text)) {
    for (; directives[0] !== undefined && directives[0].start < span.end; directives.shift())
      steps.push({ start: directives[0].start, directive: directives[0] });
    steps.push({ start: span.start, sql });
  }
  return [...steps, ...directives.map((directive) => ({ start: directive.start, directive }))];
}
