import type { TopicLog } from '../../log/topic-log.ts';
import type { PushPlan } from '../../plan/plan-push.ts';
import type { Problems } from '../../problems/problems.ts';
import type { TransientTopology } from '../../topology/sub-topology.ts';
import type { Row } from '../../types/sql-value.ts';
import { type PushRun, pushRun } from './push-run.ts';
import { RowBuffer } from './row-buffer.ts';
import type { QueryEnd, ResultColumn, RunningTransientQuery } from './transient-query.ts';

export interface RecordQueryOptions {
  readonly id: string;
  readonly plan: PushPlan;
  readonly topology: TransientTopology;
  readonly kind: 'push' | 'pull';
  readonly sql: string;
  readonly offsetReset: 'earliest' | 'latest' | undefined;
  /** Rows from which on the query waits for its reader. */
  readonly maxBufferedRows: number | undefined;
  /** Whether the reader gets a DeletedRow where a table's row is gone. LIMIT counts it then, as in ksqlDB. */
  readonly deletions: boolean;
}

/** What it needs of the engine. */
export interface RecordQueryPorts {
  readonly log: TopicLog;
  readonly now: () => number;
  /** ms since any moment */
  readonly clock: () => number;
  readonly problems: Problems;
  /** Statements have something to do: queries take smaller turns then. */
  readonly isBusy: () => boolean;
}

const MAX_BUFFERED_ROWS = 1_000;
/** Records a turn of the event loop reads, about, for one query. */
const TURN_RECORDS = 500;
const TURN_RECORDS_BUSY = 100;

/**
 * A push query, or a pull query over a stream: it reads committed records, in turns of the event loop, as long as its
 * reader has room for rows.
 */
export class RecordQuery implements RunningTransientQuery {
  readonly kind: 'push' | 'pull';
  readonly isLookup = false;
  readonly id: string;
  readonly sql: string;
  readonly columns: readonly ResultColumn[];
  readonly #buffer: RowBuffer<Row>;
  readonly #isBusy: () => boolean;
  readonly #run: PushRun;
  readonly #onEnd: (query: RecordQuery) => void;
  /** Stops listening to the log's commits. */
  readonly #unlisten: () => void;
  #isScheduled = false;
  #rowsLeft: number;
  #ended: QueryEnd | undefined;

  /**
   * Runs once it is woken.
   *
   * @param onEnd called once, however it ends
   */
  constructor(options: RecordQueryOptions, ports: RecordQueryPorts, onEnd: (query: RecordQuery) => void) {
    const { id, plan, topology, kind } = options;
    this.kind = kind;
    this.id = id;
    this.sql = options.sql;
    this.columns = plan.columns.map(({ name, type }) => ({ name, type, key: false }));
    this.#isBusy = ports.isBusy;
    this.#onEnd = onEnd;
    this.#rowsLeft = plan.limit ?? Number.POSITIVE_INFINITY;
    const wake = (): void => this.wake();
    const buffer = new RowBuffer<Row>(options.maxBufferedRows ?? MAX_BUFFERED_ROWS, wake, () => this.close());
    this.#buffer = buffer;
    this.#run = pushRun({
      log: ports.log,
      topology,
      lookBackMs: plan.lookBackMs,
      deleted: options.deletions ? plan.deleted : undefined,
      offsetReset: options.offsetReset,
      isSnapshot: kind === 'pull',
      onRow: (row) => this.#onRow(row),
      isFull: () => this.#ended !== undefined || buffer.isFull(),
      problems: ports.problems.ofTransient(
        id,
        [...topology.before, topology.main].flatMap(({ inputs }) => inputs),
      ),
      now: ports.now,
      clock: ports.clock,
    });
    this.#unlisten = ports.log.onCommitted(wake);
    if (this.#rowsLeft === 0) this.#endWith('limit');
  }

  get rows(): AsyncIterable<Row> {
    return this.#buffer;
  }

  ended(): QueryEnd | undefined {
    return this.#ended;
  }

  close(): void {
    this.#finish('closed');
    this.#buffer.discard();
  }

  /** There may be something to read, or room for rows. */
  wake(): void {
    if (this.#isScheduled || this.#ended !== undefined) return;
    this.#isScheduled = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#isScheduled = false;
    if (this.#ended !== undefined) return;
    try {
      const state = this.#run.turn(this.#isBusy() ? TURN_RECORDS_BUSY : TURN_RECORDS);
      if (state === 'more') this.wake();
      if (state === 'at the end' && this.kind === 'pull') this.#endWith('complete');
    } catch (error) {
      this.#finish('failed');
      this.#buffer.fail(error);
    }
  }

  #onRow(row: Row): void {
    if (this.#rowsLeft === 0) return;
    this.#rowsLeft--;
    this.#buffer.push(row);
    if (this.#rowsLeft === 0) this.#endWith('limit');
  }

  #endWith(how: 'limit' | 'complete'): void {
    this.#finish(how);
    this.#buffer.end();
  }

  #finish(how: QueryEnd): void {
    if (this.#ended !== undefined) return;
    this.#ended = how;
    this.#unlisten();
    this.#onEnd(this);
  }
}
