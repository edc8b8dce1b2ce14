import { NO_HEADERS } from '../log/topics/log-record.ts';
import type { PartitionLog } from '../log/topics/partition-log.ts';
import type { Operator, OperatorGraph, Receiver } from '../operators/operator.ts';
import type { Cursor, ReadablePartition } from './cursor.ts';
import { assignmentOrder, inputQueue } from './input-queue.ts';
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

/**
 * One sub-topology over one partition: merges its inputs by timestamp and runs its operators on one record at a
 * time.
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
  private steps = 0;
  private readonly origin: RecordOrigin;
  /** Seen by `peek`: nothing is to be read. */
  private isHalted = false;
  /** The record that an operator threw at; undefined: none, or it threw when time moved. */
  failedAt: { readonly topic: string; readonly partition: number; readonly offset: number } | undefined;

  /**
   * @param metadata what `metadata` gave when the offsets of the cursors were committed, one a cursor
   * @param origin where the task says which record it is at work on
   * @param boundary default: what a record has written stays when an operator throws
   */
  constructor(
    cursors: readonly Cursor<Log>[],
    graph: OperatorGraph,
    metadata: readonly string[] = [],
    origin: RecordOrigin = new RecordOrigin(),
    boundary: StepBoundary = NO_BOUNDARY,
  ) {
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
  }

  /** The ts of the record that `step` would process, or Infinity when all inputs are at their ends. */
  peek(): number {
    if (this.isHalted) return Number.POSITIVE_INFINITY;
    if (this.only !== undefined) return this.only.peek();
    for (const input of this.order) if (!this.queue.has(input)) this.offer(input);
    return this.queue.isEmpty()
      ? Number.POSITIVE_INFINITY
      : (this.cursors[this.queue.first()] as Cursor<Log>).peek();
  }

  /** Processes the record that `peek` saw. Throws what an operator throws; then the record is as if it was not read. */
  step(): void {
    this.boundary.begin();
    if (this.only === undefined) {
      this.stepFirst();
      return;
    }
    const record = this.only.take();
    this.origin.headers = record.headers;
    try {
      (this.receivers[0] as Receiver<StreamRecord>)(record);
    } catch (error) {
      this.takeBack(this.only, record);
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
      this.origin.headers = record.headers;
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

  /**
   * Stream time moves to `streamTime` without a record: what waits for it is written. Throws what an operator throws; then
   * nothing is.
   *
   * @param streamTime ms since the epoch
   */
  advance(streamTime: number): void {
    if (this.isHalted) return;
    this.boundary.begin();
    this.origin.headers = NO_HEADERS;
    try {
      for (const operator of this.operators) operator.advance(streamTime);
    } catch (error) {
      this.boundary.undo();
      throw error;
    }
  }
}
