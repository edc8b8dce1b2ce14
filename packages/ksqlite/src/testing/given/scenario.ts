/**
 * A test of SQL as a sentence: `given(sql).when(records).then(rows)`. Each step is done when it returns. On a TestDriver: in memory,
 * topics of one partition, time that the test moves.
 *
 * A scenario has a method `then`, so a promise takes it for one: who awaits it, or returns it from a test, waits until it is closed.
 */
import { engineOf } from '../../database/engine-of.ts';
import { sourceNamed } from '../../database/source-named.ts';
import { isUnreadable, readSource } from '../../metastore/read-source.ts';
import type { Source } from '../../metastore/source.ts';
import type { StreamRecord } from '../../runtime/stream-record.ts';
import type { OutgoingRecord } from '../../topics/port.ts';
import { AssertionFailure } from '../difference/assertion-failure.ts';
import type { TestDriver } from '../test-driver.ts';
import { compareRows, type ExpectedRow } from './compare-rows.ts';
import { deleteRow } from './delete-row.ts';
import { DeletedRow } from './deleted.ts';

/** Columns by name, in any case; `rowtime`, ms since the epoch, is the record's time, else it is the clock's. */
export type GivenRow = object | DeletedRow;

/** One or several. */
type OneOrMore<T> = T | readonly T[];

/** By the names of streams and tables, in the order in which they are written. */
export type RowsBySource<T> = Readonly<Record<string, OneOrMore<T>>>;

/**
 * What a scenario is where `then` is a step, so that TypeScript lets it be awaited: there it looks at those overloads of `then` alone whose
 * `this` is a supertype, and a type with a further optional property is none.
 */
interface Step {
  close(): void;
  readonly isPromise?: never;
}

/** See `given`. Names are as in SQL, or exactly as they were declared in backticks. */
export class Scenario implements Disposable, AsyncDisposable {
  /** What it runs on, for what a scenario has no word for. */
  readonly driver: TestDriver;
  /** By topic: how many of its records `then` has looked at. */
  readonly #looked = new Map<string, number>();
  #errorsSeen = 0;

  /** @internal `given` is for others. */
  constructor(driver: TestDriver) {
    this.driver = driver;
  }

  /** Inserts rows, `deleted(…)` deletes a table's, and lets all happen that follows from each. Throws KsqlError. */
  when(rows: RowsBySource<GivenRow>): this;
  when(source: string, rows: OneOrMore<GivenRow>): this;
  when(first: string | RowsBySource<GivenRow>, rows: OneOrMore<GivenRow> = []): this {
    for (const [name, some] of bySource(first, rows))
      for (const row of some) {
        if (row instanceof DeletedRow) this.#delete(name, row);
        else this.driver.pipe(name, [row]);
      }
    return this;
  }

  /**
   * What came of streams and tables since `then` last looked: as many rows as are expected, in their order, each with the values that
   * are named. Of a table these are its changes, `deleted(…)` among them. ROWTIME, WINDOWSTART and WINDOWEND can be named, too.
   *
   * @throws AssertionFailure that shows the first difference
   */
  then(this: Step, rows: RowsBySource<ExpectedRow>): Scenario;
  then(this: Step, source: string, rows: OneOrMore<ExpectedRow>): Scenario;
  /** @internal For promises: closes it. */
  then<A = undefined, B = never>(
    onDone?: ((value: undefined) => A | PromiseLike<A>) | null,
    onFailure?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B>;
  then(first?: unknown, second?: unknown): unknown {
    if (typeof first === 'function' || typeof second === 'function')
      return this[Symbol.asyncDispose]().then(first as () => unknown, second as () => unknown);
    const named = bySource(first as string | RowsBySource<ExpectedRow>, second as OneOrMore<ExpectedRow>);
    for (const [name, expected] of named) this.#compare(this.#source(name), expected, this.then);
    return this;
  }

  /** @internal For promises, as `then`: what a test returns is one for TypeScript, too. */
  catch<B = never>(onFailure?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<undefined | B> {
    return this[Symbol.asyncDispose]().catch(onFailure);
  }

  /** @internal For promises, as `then`. */
  finally(onEnd?: (() => void) | null): Promise<undefined> {
    return this[Symbol.asyncDispose]().finally(onEnd);
  }

  /** @internal For promises, as `then`. */
  get [Symbol.toStringTag](): string {
    return 'Scenario';
  }

  /**
   * The rows of a table now, of each key (and window) the newest, in the order in which keys came first. What `then` looks at next stays.
   *
   * @throws AssertionFailure that shows the first difference
   */
  thenTable(table: string, rows: OneOrMore<ExpectedRow>): this {
    const source = this.#source(table);
    const newest = new Map<string, StreamRecord>();
    for (const record of this.#records(source, 0)) newest.set(keyOf(source, record), record);
    const now = [...newest.values()].filter(({ tombstone }) => !tombstone);
    this.#check(source, now, listOf(rows), this.thenTable);
    return this;
  }

  /**
   * Records that were passed over and expressions that failed since it was last asked: as many as are expected, in their order.
   *
   * @param messages parts of what is said of them, or expressions that match it
   * @throws AssertionFailure
   */
  thenErrors(...messages: readonly (string | RegExp)[]): this {
    const errors = this.driver.errors().slice(this.#errorsSeen);
    this.#errorsSeen += errors.length;
    const fits = (message: string, wanted: string | RegExp): boolean =>
      typeof wanted === 'string' ? message.includes(wanted) : wanted.test(message);
    const same =
      errors.length === messages.length && errors.every(({ message }, i) => fits(message, messages[i] ?? ''));
    if (same) return this;
    const came = errors.map(({ message }) => `\n  ${message}`).join('') || ' none';
    throw located(
      new AssertionFailure(`expected errors: ${messages.map(String).join(', ') || 'none'}\ncame:${came}`),
      this.thenErrors,
    );
  }

  /** Runs more statements. Throws KsqlError. */
  execute(sql: string): this {
    this.driver.execute(sql);
    return this;
  }

  /** Appends raw records, such as ones that can't be read. Throws KsqlError TOPIC_UNKNOWN. */
  produce(...records: readonly OutgoingRecord[]): this {
    for (const record of records) this.driver.produce([record]);
    return this;
  }

  /** Moves the wall clock, which stamps records. @param ms how far; not back */
  advanceTime(ms: number): this {
    this.driver.advanceTime(ms);
    return this;
  }

  /** Moves the time of all queries on without a record: windows whose grace is over by then are closed. @param timestamp ms since the epoch */
  advanceStreamTime(timestamp: number): this {
    this.driver.advanceStreamTime(timestamp);
    return this;
  }

  /** Closes all windows and outer joins. */
  flush(): this {
    this.driver.flush();
    return this;
  }

  /** Lets all go. */
  close(): void {
    this.driver.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async [Symbol.asyncDispose](): Promise<undefined> {
    this.close();
    return undefined;
  }

  #source(name: string): Source {
    return sourceNamed(engineOf(this.driver.database).sources(), name);
  }

  #delete(name: string, row: DeletedRow): void {
    deleteRow(engineOf(this.driver.database), this.#source(name), row);
    this.driver.advanceTime(0);
  }

  #compare(source: Source, expected: readonly ExpectedRow[], step: () => unknown): void {
    const came = this.#records(source, this.#looked.get(source.topic) ?? 0);
    this.#looked.set(source.topic, (this.#looked.get(source.topic) ?? 0) + came.length);
    this.#check(source, came, expected, step);
  }

  /** @param step the method that was called: an error is shown where the test calls it */
  #check(
    source: Source,
    came: readonly StreamRecord[],
    expected: readonly ExpectedRow[],
    step: (...args: never[]) => unknown,
  ): void {
    const difference = compareRows(source, came, expected);
    if (difference === undefined) return;
    const errors = this.driver.errors();
    const failure = new AssertionFailure(UNLIKE, difference);
    if (errors.length > 0)
      failure.message += `\nerrors so far:${errors.map(({ message }) => `\n  ${message}`).join('')}`;
    throw located(failure, step);
  }

  /** The records of a source's topic from an offset on. */
  #records(source: Source, from: number): readonly StreamRecord[] {
    const partition = engineOf(this.driver.database).log.topics.get(source.topic)?.partitions[0];
    if (partition === undefined) return [];
    return Array.from({ length: Math.max(0, partition.logEndOffset - from) }, (_, i) => {
      const read = readSource(source, partition.get(from + i), 0);
      if (isUnreadable(read))
        throw new AssertionFailure(`${source.name} can't read record ${from + i + 1}: ${read.unreadable}`);
      return read;
    });
  }
}

const UNLIKE = 'What came is not what was expected.';

/** The stack begins where a test calls `step`. */
function located(failure: AssertionFailure, step: (...args: never[]) => unknown): AssertionFailure {
  Error.captureStackTrace(failure, step);
  return failure;
}

const listOf = <T>(rows: OneOrMore<T>): readonly T[] => (Array.isArray(rows) ? rows : [rows as T]);

const bySource = <T>(
  first: string | RowsBySource<T>,
  rows: OneOrMore<T>,
): readonly (readonly [string, readonly T[]])[] =>
  typeof first === 'string'
    ? [[first, listOf(rows)]]
    : Object.entries(first).map(([name, some]) => [name, listOf(some)] as const);

/** Tells rows apart by their key and window. */
const keyOf = ({ keys }: Source, { row, window }: StreamRecord): string =>
  JSON.stringify([row.slice(0, keys.length), window], (_, part) =>
    typeof part === 'bigint' ? `${part}n` : part instanceof Map ? [...part] : part,
  );
