/**
 * What a program should write, found in the plainest way: each statement is a function of whole topics to a whole topic, over rows
 * that are maps of names. No operators, stores, changelogs, plans or layouts of the engine; its parser, its expressions, its functions
 * and its codecs, which have judges of their own.
 *
 * What must stay true: a record knows the sent record that it was made of (`cause`), because a program that is run live does all that
 * follows from one record before the next. Where two records of one cause meet, their order is the engine's affair: NotCovered.
 *
 * The rules are those of Kafka Streams 3.9 and ksqlDB 7.9, as the operators name them.
 */
import type { CreateAs, InsertInto, Join, PlanContext, Query, Relation, Source } from 'ksqlite/internals';
import { openSession, parseStatements, partitionFor, SerializationError } from 'ksqlite/internals';
import { engineOf, type TestDriver } from 'ksqlite/testing';
import type { Program } from '../program.ts';
import { lineOf, type Outputs } from '../run/outputs.ts';
import { type Grouping, groupingOf } from './grouping.ts';
import { joinAll, joinAllTables, refuseUncovered } from './join-chain.ts';
import { chainedJoins } from './join-input.ts';
import { NaiveExpressions } from './naive-expressions.ts';
import { type NaiveOutput, type NaiveRow, typesOf } from './naive-row.ts';
import { filterTable, type NaiveChange, selectTable, tableChanges } from './naive-tables.ts';
import { NotCovered } from './not-covered.ts';
import type { NaiveInput } from './select-list.ts';
import { END, groupBySession, groupByTime, groupStream, groupTable } from './stream-groups.ts';
import { type SelectOptions, selectStream } from './stream-select.ts';
import { type NaiveRecord, readTopic, writeRow } from './topic-records.ts';

/** What stands in the topics of a program's sinks, of those that are covered. */
export interface NaiveOutputs {
  readonly outputs: Outputs;
  /** Statements that write to a topic, and how many of them are covered. */
  readonly queries: number;
  readonly covered: number;
}

type Writer = CreateAs | InsertInto;

/** @param submitted a driver that took the program's statements, and was given no interruptions */
export function naiveOutputs(program: Program, submitted: TestDriver): NaiveOutputs {
  const engine = engineOf(submitted.database);
  const writers = program.statements.flatMap((text) =>
    parseStatements(text).flatMap(({ statement }): readonly { statement: Writer; text: string }[] =>
      statement.kind === 'CreateAs' || statement.kind === 'InsertInto' ? [{ statement, text }] : [],
    ),
  );
  const interpreter = new Interpreter(program, engine.sources(), (text) =>
    engine.planning(text, openSession()),
  );
  for (const { statement, text } of writers) interpreter.add(statement, text);
  return { ...interpreter.outputs(program.sinks), queries: writers.length };
}

class Interpreter {
  readonly #sources: ReadonlyMap<string, Source>;
  readonly #planning: (text: string) => PlanContext;
  readonly #sent: readonly NaiveRecord[];
  readonly #topicOf: readonly string[];
  /** By topic: what is written to it; undefined: not covered. */
  readonly #writers = new Map<string, (() => readonly NaiveRecord[])[]>();
  readonly #topics = new Map<string, readonly NaiveRecord[] | undefined>();
  #covered = 0;

  constructor(program: Program, sources: readonly Source[], planning: (text: string) => PlanContext) {
    this.#sources = new Map(sources.map((source) => [source.name, source]));
    this.#planning = planning;
    this.#topicOf = program.records.map(({ topic }) => topic);
    this.#sent = program.records.map(({ key, value, timestamp, headers }, cause) => ({
      cause,
      key: bytesOf(key),
      value: bytesOf(value),
      timestamp,
      ...(headers === undefined ? {} : { headers }),
      partition: program.records[cause]?.partition ?? partitionFor(bytesOf(key) ?? '', program.partitions),
    }));
  }

  /** A statement that writes to a topic. */
  add(statement: Writer, text: string): void {
    const sink = this.#source((statement.kind === 'CreateAs' ? statement.name : statement.target).text);
    const before = this.#writers.get(sink.topic) ?? [];
    this.#writers.set(sink.topic, [
      ...before,
      () => {
        const outputs = this.#evaluate(this.#planning(text), statement.query, sink);
        const records = outputs.filter(({ ts }) => ts >= 0).map((output) => written(sink, output));
        this.#covered++;
        return records;
      },
    ]);
  }

  outputs(sinks: readonly string[]): Omit<NaiveOutputs, 'queries'> {
    const outputs = new Map<string, readonly string[]>();
    for (const { topic, partitions } of this.#sources.values()) {
      const records = sinks.includes(topic) ? this.#topic(topic) : undefined;
      if (records === undefined) continue;
      for (let partition = 0; partition < partitions; partition++) {
        const own = records.filter((record) => record.partition === partition);
        outputs.set(`${topic}/${partition}`, own.map(lineOf));
      }
    }
    return { outputs, covered: this.#covered };
  }

  /** A whole topic; undefined: what writes it is not covered. */
  #topic(name: string): readonly NaiveRecord[] | undefined {
    if (this.#topics.has(name)) return this.#topics.get(name);
    let records: readonly NaiveRecord[] | undefined;
    try {
      records = this.#written(name);
    } catch (error) {
      if (!(error instanceof NotCovered)) throw error;
    }
    this.#topics.set(name, records);
    return records;
  }

  #written(name: string): readonly NaiveRecord[] {
    const writers = this.#writers.get(name);
    if (writers === undefined) return this.#sent.filter((_, i) => this.#topicOf[i] === name);
    const [first, ...others] = writers.map((write) => write());
    let records = first ?? [];
    for (const more of others) {
      const causes = new Set(records.map(({ cause }) => cause));
      if (more.some(({ cause }) => causes.has(cause))) throw new NotCovered('two statements of one record');
      records = [...records, ...more].toSorted((a, b) => a.cause - b.cause);
    }
    return records;
  }

  #source(name: string): Source {
    const source = this.#sources.get(name);
    if (source === undefined) throw new Error(`there is no source ${name}`);
    return source;
  }

  /** The rows of an input; those that came about when windows were closed have no place in a stream time. */
  #rows({ source, alias }: NaiveInput, isTimeless: boolean): readonly NaiveRow[] {
    const records = this.#topic(source.topic);
    if (records === undefined) throw new NotCovered(source.name);
    if (!isTimeless && records.some(({ cause }) => cause === END))
      throw new NotCovered('time that was moved by hand');
    return readTopic(source, alias, records);
  }

  #evaluate(context: PlanContext, query: Query, sink: Source): readonly NaiveOutput[] {
    const relation = query.from;
    const inputs = this.#inputs(relation);
    const columnTypes = new Map(inputs.flatMap(({ source, alias }) => [...typesOf(source, alias)]));
    const expressions = new NaiveExpressions(context, columnTypes);
    const options = { expressions, query, inputs, sink };
    if (relation.kind === 'Join') return this.#join(options, relation);
    const [input] = inputs as readonly [NaiveInput];
    const isTable = input.source.kind === 'TABLE';
    if (query.groupBy.length === 0)
      return byPartition([this.#rows(input, true)], (rows) =>
        isTable ? selectTable(options, tableChanges(rows, input.alias)) : selectStream(options, rows),
      );
    const isKeyed = !isTable && isKeyedByGroup(query, input);
    const grouping = groupingOf(options, isKeyed);
    if (isTable) {
      const changes = byPartition([this.#rows(input, true)], (rows) => tableChanges(rows, input.alias));
      const passing =
        query.where === undefined ? changes : filterTable(changes, expressions.condition(query.where));
      const groups = groupTable(grouping, passing);
      if (input.source.partitions > 1) refuseTies(groups);
      return grouping.select(groups);
    }
    return grouping.select(this.#groups(options, input, grouping, isKeyed));
  }

  #groups({ query, expressions }: SelectOptions, input: NaiveInput, grouping: Grouping, isKeyed: boolean) {
    const { window, emit } = query;
    const passes = expressions.condition(query.where);
    const rows = this.#rows(input, window === undefined).filter(
      ({ columns, isDeletion }) => !isDeletion && passes(columns),
    );
    const inTasks = (
      evaluate: (rows: readonly NaiveRow[]) => readonly NaiveChange[],
    ): readonly NaiveChange[] => {
      if (isKeyed) return byPartition([rows], (own = []) => evaluate(own));
      if (input.source.partitions > 1) refuseTies(rows);
      return evaluate(rows);
    };
    if (window === undefined) return inTasks((own) => groupStream(grouping, own));
    if (input.source.partitions > 1 && (!isKeyed || emit === 'FINAL'))
      throw new NotCovered('times of several partitions');
    const group = window.type === 'SESSION' ? groupBySession : groupByTime;
    return inTasks((own) => group(grouping, window, emit === 'FINAL', own));
  }

  #join(options: SelectOptions, relation: Join): readonly NaiveOutput[] {
    const { expressions, query, inputs } = options;
    const [first] = inputs as readonly [NaiveInput];
    if (inputs.some(({ source }) => source.window !== undefined)) throw new NotCovered('a join of windows');
    if (query.groupBy.length > 0) throw new NotCovered('GROUP BY over a join');
    const chain = chainedJoins(expressions, relation, inputs);
    const isTable = first.source.kind === 'TABLE';
    refuseUncovered(chain, isTable);
    const isWindowed = chain.some(({ join }) => join.within !== undefined);
    const { outerJoinEmitIntervalMs } = expressions.context.properties;
    return byPartition(
      inputs.map((input) => this.#rows(input, !isWindowed)),
      (...rows) =>
        isTable
          ? selectTable(options, joinAllTables(chain, inputs, rows))
          : selectStream(options, joinAll(chain, rows, outerJoinEmitIntervalMs)),
    );
  }

  #inputs(relation: Relation): readonly NaiveInput[] {
    if (relation.kind === 'Join') return [...this.#inputs(relation.left), ...this.#inputs(relation.right)];
    return [{ source: this.#source(relation.name.text), alias: relation.alias?.text ?? relation.name.text }];
  }
}

/** The records are keyed by their group already. Others go through an internal topic. */
function isKeyedByGroup({ groupBy }: Query, { source }: NaiveInput): boolean {
  const names = groupBy.map((by) => (by.kind === 'ColumnReference' ? by.name.text : undefined));
  return source.keys.length === names.length && source.keys.every(({ name }, i) => name === names[i]);
}

interface Placed {
  readonly cause: number;
  readonly partition: number;
}

/** Evaluates partition by partition, as tasks do; what they give out is in the order in which it came about. */
function byPartition<In extends Placed, Out extends Placed>(
  inputs: readonly (readonly In[])[],
  evaluate: (...inputs: readonly (readonly In[])[]) => readonly Out[],
): readonly Out[] {
  const partitions = [...new Set(inputs.flatMap((rows) => rows.map(({ partition }) => partition)))];
  const causes = new Set<number>();
  const outputs = partitions.flatMap((partition) => {
    const own = evaluate(...inputs.map((rows) => rows.filter((row) => row.partition === partition)));
    const ownCauses = new Set(own.map(({ cause }) => cause));
    if ([...ownCauses].some((cause) => causes.has(cause))) throw new NotCovered('two partitions at once');
    for (const cause of ownCauses) causes.add(cause);
    return own;
  });
  return outputs.toSorted((a, b) => a.cause - b.cause);
}

/** Rows of one cause that go to several partitions: which one is read first is not said. */
function refuseTies(rows: readonly Placed[]): void {
  if (new Set(rows.map(({ cause }) => cause)).size < rows.length)
    throw new NotCovered('two partitions at once');
}

/** Of the texts of programs each letter is a byte. */
const bytesOf = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text));

/** A record whose row the sink's format can't hold is taken back whole, which is not interpreted. */
function written(sink: Source, output: NaiveOutput): NaiveRecord {
  try {
    return writeRow(sink, output);
  } catch (error) {
    throw error instanceof SerializationError ? new NotCovered(error.message) : error;
  }
}
