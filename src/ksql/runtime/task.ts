import type { Cursor } from './cursor.ts';
import type { Rec } from './rec.ts';

/**
 * One statement unit over one partition: merges its inputs by timestamp, ties by their order in the FROM clause, and
 * runs its operators on one record at a time.
 */
export class Task {
  readonly cursors: readonly Cursor[];
  private readonly process: (input: number, record: Rec) => void;
  private next = -1;
  private nextTs = Number.POSITIVE_INFINITY;

  constructor(cursors: readonly Cursor[], process: (input: number, record: Rec) => void) {
    this.cursors = cursors;
    this.process = process;
  }

  /** The ts of the record that `step` would process, or Infinity when all inputs are at their ends. */
  peek(): number {
    this.next = -1;
    this.nextTs = Number.POSITIVE_INFINITY;
    const { cursors } = this;
    for (let i = 0; i < cursors.length; i++) {
      const ts = (cursors[i] as Cursor).peek();
      if (ts < this.nextTs) {
        this.nextTs = ts;
        this.next = i;
      }
    }
    return this.nextTs;
  }

  /** Processes the record that `peek` saw last. */
  step(): void {
    const cursor = this.cursors[this.next];
    if (cursor === undefined) throw new Error('step without a record');
    this.process(this.next, cursor.take());
  }
}
