/**
 * Writes results and offsets together, one transaction at a time; whatever is finished meanwhile goes into the next one.
 * So groups grow exactly as far as the log is slow.
 *
 * What must stay true: a result goes into a commit only while its partition is still ours, and after a failed commit
 * nothing is committed any more: nobody knows whether the failed one happened.
 */
import type { CommittedOffset, OutgoingRecord } from '../../topics/port.ts';
import type { Finished } from '../record/finished.ts';
import type { Assignment } from './assignments.ts';

/** What became of one record, to be written. */
export interface Result extends Finished {
  readonly assignment: Assignment;
  readonly offset: number;
}

export interface CommitterOptions {
  readonly commit: (records: readonly OutgoingRecord[], offsets: readonly CommittedOffset[]) => Promise<void>;
  readonly isCurrent: (assignment: Assignment) => boolean;
  readonly onCommitted: (results: readonly Result[]) => void;
  readonly onError: (error: unknown) => void;
}

export class Committer {
  readonly #options: CommitterOptions;
  #finished: Result[] = [];
  #committing = 0;
  #work: Promise<void> | undefined;
  #failed = false;

  constructor(options: CommitterOptions) {
    this.#options = options;
  }

  add(result: Result): void {
    this.#finished.push(result);
    this.#start();
  }

  /** Results in the commit that is under way. */
  committing(): number {
    return this.#committing;
  }

  /** Resolves when nothing is left to commit, or committing has failed. */
  async settled(): Promise<void> {
    while (this.#work !== undefined) await this.#work;
  }

  #start(): void {
    if (this.#work !== undefined || this.#failed || this.#finished.length === 0) return;
    this.#work = this.#commitAll()
      .catch((error) => {
        this.#failed = true;
        this.#options.onError(error);
      })
      .finally(() => {
        this.#work = undefined;
        this.#start(); // what came between the last look and now
      });
  }

  async #commitAll(): Promise<void> {
    while (this.#finished.length > 0) {
      const group = this.#finished.filter(({ assignment }) => this.#options.isCurrent(assignment));
      this.#finished = [];
      if (group.length > 0) await this.#commitGroup(group);
    }
  }

  async #commitGroup(group: readonly Result[]): Promise<void> {
    this.#committing = group.length;
    for (const { assignment, offset } of group) assignment.tracker.finish(offset);
    const assignments = [...new Set(group.map(({ assignment }) => assignment))];
    await this.#options.commit(
      group.flatMap(({ records }) => records),
      assignments.map(({ topic, partition, tracker }) => ({ topic, partition, ...tracker.position() })),
    );
    this.#committing = 0;
    this.#options.onCommitted(group);
  }
}
