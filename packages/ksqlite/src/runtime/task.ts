import type { PartitionLog } from '../log/topics/partition-log.ts';
import type { Operator, OperatorGraph, Receiver } from '../operators/operator.ts';
import type { Cursor, ReadablePartition } from './cursor.ts';
import { assignmentOrder, inputQueue } from './input-queue.ts';
import type { LotQueue } from './lot-queue.ts';
import { RecordOrigin } from './record-origin.ts';
import type { StreamRecord } from './stream-record.ts';

/** Holds together what a task writes for one record. */
export interface StepBoundary {
  /** What is written from now on is of one record. */
  begin(): void;
  /** Takes it back. */
  undo(): void;
}

const NO_BOUNDARY: StepBoundary = { begin: () => undefined, undo: () => undefined };

/** A record that is to be processed with all others of its cycle. */
interface Taken {
  readonly input: number;
  readonly record: StreamRecord;
}

/**
 * One sub-topology over one partition: merges its inputs by timestamp and runs its operators on one record at a
 * time. Where an operator settles at the end of a cycle all records of the cycle are processed then, as if they were one.
 *
 * What must stay true: a record is processed whole or not at all. When an operator throws, what the record has written is
 * taken back and the record is unread again; the stores in memory have taken it in, so the task must not run on.
 */
export class Task<Log extends ReadablePartition = PartitionLog> {
  readonly cursors: readonly Cursor<Log>[];
  /** Upstream first. */
  readonly operators: readonly Operator[];
  private readonly receivers: readonly Receiver<StreamRecord>[];
  /** Of a single input nothing is to be chosen. */
  private readonly only: Cursor<Log> | undefined;
  private readonly queue: ReturnType<typeof inputQueue>;
  private readonly order: readonly number[];
  private readonly boundary: StepBoundary;
  private readonly lots: LotQueue | undefined;
  /** Operators that write something at the end of a cycle. */
  private readonly settling: readonly Required<Operator>[];
  private taken: Taken[] = [];
  private steps = 0;
  private readonly origin: RecordOrigin;
  /** Seen by `peek`: nothing is to be read. */
  private isHalted = false;
  /** The record that an operator threw at; undefined: none, or it threw when time moved. */
  failedAt: { readonly topic: string; readonly partition: number; readonly offset: number } | undefined;

  /**
   * @param metadata what `metadata` gave when the offsets of the cursors were committed, one a cursor
   * @param origin where the task says which record it is at work on
   * @param lots what its operators leave for later steps
   * @param boundary default: what a record has written stays when an operator throws
   */
  constructor(
    cursors: readonly Cursor<Log>[],
    graph: OperatorGraph,
    metadata: readonly string[] = [],
    origin: RecordOrigin = new RecordOrigin(),
    boundary: StepBoundary = NO_BOUNDARY,
    lots?: LotQueue,
  ) {
    this.lots = lots;
    this.origin = origin;
    this.cursors = cursors;
    this.operators = graph.operators;
    this.receivers = graph.inputs;
    this.only = cursors.length === 1 ? cursors[0] : undefined;
    this.queue = inputQueue(cursors.length);
    this.order = assignmentOrder(
      cursors.map((cursor) => cursor.log.topic),
      cursors[0]?.log.partition ?? 0,
    );
    this.boundary = boundary;
    this.settling = graph.operators.filter(settles);
    this.restore(metadata);
  }

  /**
   * How the inputs are queued, to be committed with their offsets: without it a restart could take equals in another
   * order than the task would have.
   */
  metadata(): string {
    if (this.only !== undefined) return '';
    return `${this.steps}:${this.queue.inputs().join(',')}`;
  }

  private restore(metadata: readonly string[]): void {
    let queued = '';
    for (const one of metadata) {
      const [steps = '', inputs = ''] = one.split(':');
      // the metadata of a cursor that did not move for long is old
      if (!(Number(steps) > this.steps)) continue;
      this.steps = Number(steps);
      queued = inputs;
    }
    for (const input of queued === '' ? [] : queued.split(',').map(Number)) this.offer(input);
  }

  private offer(input: number): void {
    const ts = this.cursors[input]?.peek() ?? Number.POSITIVE_INFINITY;
    if (ts !== Number.POSITIVE_INFINITY) this.queue.offer(input, ts);
  }

  /** Reads nothing any more, or reads again: as if all inputs were at their ends. */
  halt(isHalted: boolean): void {
    this.isHalted = isHalted;
    this.giveBack();
  }

  /**
   * The ts of the record that `step` would process, or Infinity when all inputs are at their ends; -Infinity: a record that
   * was taken is not finished.
   */
  peek(): number {
    if (this.isHalted) return Number.POSITIVE_INFINITY;
    if (this.lots?.isEmpty() === false) return Number.NEGATIVE_INFINITY;
    if (this.only !== undefined) return this.only.peek();
    for (const input of this.order) if (!this.queue.has(input)) this.offer(input);
    // what an input has to wait for may be older than what the others have
    if (this.cursors.some(waits)) return Number.POSITIVE_INFINITY;
    return this.queue.isEmpty()
      ? Number.POSITIVE_INFINITY
      : (this.cursors[this.queue.first()] as Cursor<Log>).peek();
  }

  /** Whether a record that is to be read waits for its schema. */
  get waits(): boolean {
    return !this.isHalted && this.cursors.some(waits);
  }

  /** Rows that are still to be made of records that were taken. */
  left(): number {
    return this.lots === undefined || this.isHalted ? 0 : this.lots.left();
  }

  /** Whether its records wait for the end of the cycle: see `settle`. */
  get settlesLate(): boolean {
    return this.settling.length > 0;
  }

  /**
   * Processes the record that `peek` saw. Throws what an operator throws; then the record is as if it was not read.
   *
   * @returns what that counts for: 1, or how many rows were made of a record that was taken before
   */
  step(): number {
    if (this.lots?.isEmpty() === false) return this.stepLot(this.lots);
    if (this.settling.length > 0) {
      this.takeFirst();
      return 1;
    }
    this.boundary.begin();
    if (this.only === undefined) {
      this.stepFirst();
      return 1;
    }
    const record = this.only.take();
    this.origin.begin(this.only, record);
    try {
      (this.receivers[0] as Receiver<StreamRecord>)(record);
    } catch (error) {
      this.takeBack(this.only, record);
      throw error;
    }
    return 1;
  }

  /** `step` of what was left of a record. What throws leaves the rest of it to be made again. */
  private stepLot(lots: LotQueue): number {
    this.boundary.begin();
    try {
      return lots.run();
    } catch (error) {
      this.boundary.undo();
      throw error;
    }
  }

  /** `step` of one input among several: the first in the queue. */
  private stepFirst(): void {
    const input = this.queue.poll();
    const cursor = this.cursors[input] as Cursor<Log>;
    const record = cursor.take();
    this.steps++;
    try {
      this.offer(input);
      this.origin.begin(cursor, record);
      (this.receivers[input] as Receiver<StreamRecord>)(record);
    } catch (error) {
      this.takeBack(cursor, record);
      this.queue.undoPoll();
      this.steps--;
      throw error;
    }
  }

  private takeBack(cursor: Cursor<Log>, record: StreamRecord): void {
    const { topic, partition } = cursor.log;
    this.failedAt = { topic, partition, offset: record.offset };
    cursor.rewind(record);
    this.boundary.undo();
  }

  /** `step` of a task that settles: the record waits for the end of the cycle. */
  private takeFirst(): void {
    const input = this.only === undefined ? this.queue.poll() : 0;
    const record = (this.cursors[input] as Cursor<Log>).take();
    this.steps++;
    if (this.only === undefined) this.offer(input);
    this.taken.push({ input, record });
  }

  /**
   * A cycle has read all that there is: what waits for that is processed and written. Throws what an operator throws; then
   * all records of the cycle are as if they were not read.
   */
  settle(): void {
    if (this.taken.length === 0) return;
    this.boundary.begin();
    let at: Taken | undefined;
    try {
      for (at of this.taken) {
        this.origin.begin(this.cursors[at.input] as Cursor<Log>, at.record);
        (this.receivers[at.input] as Receiver<StreamRecord>)(at.record);
      }
      at = undefined;
      this.origin.end();
      for (const operator of this.settling) operator.settle();
      this.taken = [];
    } catch (error) {
      const log = at && this.cursors[at.input]?.log;
      this.failedAt = log && at && { topic: log.topic, partition: log.partition, offset: at.record.offset };
      this.giveBack();
      this.boundary.undo();
      throw error;
    }
  }

  private giveBack(): void {
    for (const { input, record } of this.taken.toReversed()) this.cursors[input]?.rewind(record);
    this.taken = [];
  }

  /**
   * Stream time moves to `streamTime` without a record: what waits for it is written. Throws what an operator throws; then
   * nothing is.
   *
   * @param streamTime ms since the epoch
   */
  advance(streamTime: number): void {
    if (!this.isHalted) this.advanceSome(this.operators, streamTime);
  }

  /** `advance` where something leaves by it, and nowhere else: else nothing is written. */
  advanceDue(streamTime: number): void {
    const isDue = (operator: Operator): boolean => (operator.nextDue?.() ?? streamTime + 1) <= streamTime;
    if (this.isHalted || !this.operators.some(isDue)) return;
    this.advanceSome(this.operators.filter(isDue), streamTime);
  }

  private advanceSome(operators: readonly Operator[], streamTime: number): void {
    this.boundary.begin();
    this.origin.end();
    try {
      for (const operator of operators) operator.advance(streamTime);
    } catch (error) {
      this.boundary.undo();
      throw error;
    }
  }
}

const waits = (cursor: { readonly waits: boolean }): boolean => cursor.waits;

const settles = (operator: Operator): operator is Required<Operator> => operator.settle !== undefined;
