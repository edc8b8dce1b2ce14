/**
 * Runs a test of ksql-test-runner. Each query of its statements is run by itself, in their order: it is given the input file's records of
 * its topics, in the file's order, then what INSERTs and the queries before it wrote to its other topics. So two queries never see records
 * in turns, as they do in a server.
 *
 * Source of the rule: KsqlTestingTool and TestExecutor of ksqlDB's functional tests.
 */

import { readFileSync } from 'node:fs';
import { engineOf } from '../../database/engine-of.ts';
import { messageOf } from '../../errors/message-of.ts';
import type { Source } from '../../metastore/source.ts';
import { parseStatements } from '../../sql/parser/parse.ts';
import { type StatementText, splitStatements } from '../../sql/split-statements.ts';
import { openSession } from '../../statements/session/session.ts';
import type { OutgoingRecord, TopicRecord } from '../../topics/port.ts';
import { differenceText } from '../difference/difference.ts';
import type { RunOptions } from '../sql-tests/run-sql-test.ts';
import { type TestFailure, testFailure } from '../sql-tests/test-failure.ts';
import { openTestDriver, type TestDriver } from '../test-driver.ts';
import { compareRecords } from './compare-records.ts';
import { RecordsFileError, readRecords } from './read-records.ts';
import { fileRecord, outgoingRecord } from './record-bytes.ts';
import type { FileRecord, Triple } from './triple.ts';

/** @returns undefined: it passed */
export function runTriple(triple: Triple, options: RunOptions = {}): TestFailure | undefined {
  const { sqlFile, inputFile, outputFile } = triple;
  try {
    const inputs = inputFile === undefined ? [] : readRecords(inputFile, 'inputs');
    const outputs = readRecords(outputFile, 'outputs');
    return new TripleRun(sqlFile, options).run(inputs, outputs, outputFile);
  } catch (error) {
    if (error instanceof StatementFailure) return error.failure;
    const file = error instanceof RecordsFileError ? error.file : outputFile;
    return { file, line: 1, message: messageOf(error) };
  }
}

/** A statement was refused. */
class StatementFailure extends Error {
  readonly failure: TestFailure;
  constructor(failure: TestFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** What a topic got, as records that can be appended to one again. */
type Topics = Map<string, readonly OutgoingRecord[]>;

/** A query, and which statement made it. */
interface MadeQuery {
  readonly id: string;
  readonly statement: number;
}

class TripleRun {
  readonly #file: string;
  readonly #sql: string;
  readonly #statements: readonly StatementText[];
  readonly #options: RunOptions;
  readonly #topics: Topics = new Map();

  constructor(file: string, options: RunOptions) {
    this.#file = file;
    this.#options = options;
    this.#sql = readFileSync(file, 'utf8');
    this.#statements = splitStatements(this.#sql);
  }

  run(
    inputs: readonly FileRecord[],
    outputs: readonly FileRecord[],
    outputFile: string,
  ): TestFailure | undefined {
    using all = this.#open();
    const queries = this.#submit(all);
    const sources = engineOf(all.database).sources();
    const records = inputs.map((record) => outgoingRecord(sourceOn(sources, record.topic), record));
    for (const record of records) this.#put(record);
    const given = new Set(inputs.map(({ topic }) => topic));
    for (const query of queries) this.#runAlone(query, records, given);
    for (const topic of new Set(outputs.map((record) => record.topic))) {
      const source = sourceOn(sources, topic);
      const actual = (this.#topics.get(topic) ?? []).map((record) => fileRecord(source, asRead(record)));
      const expected = outputs.filter((record) => record.topic === topic);
      const difference = compareRecords(topic, actual, expected, {
        isExact: ['JSON', 'DELIMITED', 'NONE'].includes(source.valueFormat),
        isInserted: inputs.length === 0,
      });
      if (difference !== undefined)
        return { file: outputFile, line: 1, message: differenceText(difference), difference };
    }
    return undefined;
  }

  #open(): TestDriver {
    const { functions } = this.#options;
    return openTestDriver({ ...(functions === undefined ? {} : { functions }), onePartition: true });
  }

  #put({ topic, ...record }: OutgoingRecord): void {
    this.#topics.set(topic, [...(this.#topics.get(topic) ?? []), { topic, ...record }]);
  }

  /** Executes all statements; what INSERTs write is put into their topics. */
  #submit(driver: TestDriver): readonly MadeQuery[] {
    const session = openSession({ file: this.#file });
    const queries: MadeQuery[] = [];
    this.#statements.forEach(({ text, span: { start } }, statement) => {
      const topic = this.#insertedTopic(driver, text);
      // what is there already is not the row
      if (topic !== undefined) driver.readTopic(topic);
      try {
        for (const { queryId } of driver.executeIn(session, text))
          if (queryId !== undefined) queries.push({ id: queryId, statement });
      } catch (error) {
        throw new StatementFailure(testFailure(error, { file: this.#file, line: 1, text: this.#sql, start }));
      }
      // a query over the topic may have answered into it: the row itself is the first
      if (topic !== undefined) for (const record of driver.readTopic(topic).slice(0, 1)) this.#put(record);
    });
    return queries;
  }

  /** The topic that an INSERT … VALUES writes. */
  #insertedTopic(driver: TestDriver, text: string): string | undefined {
    if (!isInsertValues(text)) return undefined;
    const engine = engineOf(driver.database);
    const [parsed] = parseStatements(text, { types: engine.types() });
    const target = parsed?.statement.kind === 'InsertValues' ? parsed.statement.target.text : undefined;
    return engine.sources().find(({ name }) => name === target)?.topic;
  }

  #runAlone(
    { id, statement }: MadeQuery,
    inputs: readonly OutgoingRecord[],
    given: ReadonlySet<string>,
  ): void {
    using driver = this.#open();
    const session = openSession({ file: this.#file });
    for (const { text } of this.#statements.slice(0, statement + 1))
      if (!isInsertValues(text) && !/^DROP\s/i.test(text)) driver.executeIn(session, text);
    const engine = engineOf(driver.database);
    for (const query of engine.queries()) if (query.id !== id) driver.execute(`TERMINATE ${query.id};`);
    const query = engine.queries().find((one) => one.id === id);
    if (query === undefined) return;
    const known = new Set(engine.sources().map(({ name }) => name));
    const from = new Set(query.inputs.filter(({ name }) => known.has(name)).map(({ topic }) => topic));
    const others = [...from].filter((topic) => !given.has(topic)).sort(byJavaHash);
    const records = [
      ...inputs.filter(({ topic }) => from.has(topic)),
      ...others.flatMap((topic) => this.#topics.get(topic) ?? []),
    ];
    driver.readTopic(query.output.topic);
    for (const record of records) {
      driver.produce([record]);
      for (const result of driver.readTopic(query.output.topic))
        if (record.topic !== query.output.topic) this.#put(result);
    }
  }
}

const isInsertValues = (sql: string): boolean => /^INSERT\s+INTO\s[^;]*\bVALUES\b/i.test(sql);

function sourceOn(sources: readonly Source[], topic: string): Source {
  const found = sources.find((source) => source.topic === topic);
  if (found !== undefined) return found;
  throw new Error(`No information found for topic: ${topic}`);
}

/** A record that is kept here, as if it were read. */
const asRead = ({ topic, key, value, timestamp = 0, headers = [] }: OutgoingRecord): TopicRecord => ({
  topic,
  partition: 0,
  offset: 0,
  timestamp,
  key: bufferOf(key),
  value: bufferOf(value),
  headers,
});

const bufferOf = (part: Buffer | string | null): Buffer | null =>
  typeof part === 'string' ? Buffer.from(part) : part;

/** The order that Java's HashSet has texts in, as long as they are few: ksqlDB goes through such a set. */
const byJavaHash = (one: string, other: string): number => bucketOf(one) - bucketOf(other);

function bucketOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0;
  return (hash ^ (hash >>> 16)) & 15;
}
