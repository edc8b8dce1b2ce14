import type { Cursor } from './cursor.ts';
import { assignmentOrder, inputQueue } from './input-queue.ts';
import type { Rec } from './rec.ts';

/**
 * One statement unit over one partition: merges its inputs by timestamp and runs its operators on one record at a
 * time.
 */
export class Task {
  readonly cursors: readonly Cursor[];
  private readonly process: (input: number, record: Rec) => void;
  private readonly queue: ReturnType<typeof inputQueue>;
  private readonly order: readonly number[];

  constructor(cursors: readonly Cursor[], process: (input: number, record: Rec) => void) {
    this.cursors = cursors;
    this.process = process;
    this.queue = inputQueue(cursors.length);
    this.order = assignmentOrder(
      cursors.map((cursor) => cursor.log.topic),
      cursors[0]?.log.partition ?? 0,
    );
  }

  /** The ts of the record that `step` would process, or Infinity when all inputs are at their ends. */
  peek(): number {
    for (const input of this.order) {
      if (this.queue.has(input)) continue;
      const ts = (this.cursors[input] as Cursor).peek();
      if (ts !== Number.POSITIVE_INFINITY) this.queue.offer(input, ts);
    }
    return this.queue.isEmpty()
      ? Number.POSITIVE_INFINITY
      : (this.cursors[this.queue.first()] as Cursor).peek();
  }

  /** Processes the record that `peek` saw. */
  step(): void {
    const input = this.queue.poll();
    const cursor = this.cursors[input] as Cursor;
    const record = cursor.take();
    const next = cursor.peek();
    if (next !== Number.POSITIVE_INFINITY) this.queue.offer(input, next);
    this.process(input, record);
  }
}
