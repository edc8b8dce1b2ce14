import type { LogRecord } from '../log/topics/log-record.ts';
import type { Unreadable } from '../metastore/read-source.ts';
import type { Source } from '../metastore/source.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';
import type { StepProblem } from '../topology/step-problem.ts';
import type { ProblemCounts, ProblemReason, ProcessingError } from './problem.ts';
import type { ProblemNotices } from './problem-notices.ts';
import type { ProcessingLog } from './processing-log.ts';
import {
  failureMessage,
  processingLogEntry,
  stepMessage,
  unreadableMessage,
} from './processing-log-entry.ts';

export interface QueryProblemsOptions {
  readonly id: string;
  /** What the query reads. */
  readonly inputs: readonly Source[];
  readonly now: () => number;
  readonly onProcessingError: (error: ProcessingError) => void;
  readonly notices: ProblemNotices;
  readonly processingLog: ProcessingLog | undefined;
  /** There are entries for the processing log: `writeEntries` is to be called. */
  readonly onEntries: (problems: QueryProblems) => void;
}

/**
 * Takes what one query reports of its records: counts it by reason, tells of it, and keeps its entries for the processing log
 * until they are to be written.
 */
export class QueryProblems {
  readonly #options: QueryProblemsOptions;
  readonly #counts = new Map<ProblemReason, number>();
  #entries: string[] = [];

  constructor(options: QueryProblemsOptions) {
    this.#options = options;
  }

  /** Since the query was started. */
  get counts(): ProblemCounts {
    return this.#counts;
  }

  /** @param inputs what the step's part of the query reads, in the order of its FROM clause */
  atStep(problem: StepProblem, inputs: readonly Source[]): void {
    const { reason, step, where, message, error, record } = problem;
    const { processingLog } = this.#options;
    const logger = this.#logger(step);
    if (processingLog !== undefined) this.#addEntry(logger, stepMessage(problem, processingLog.includesRows));
    const text = error === undefined ? message : `${where}: ${textOf(error)}`;
    this.#add({ ...this.#base(text, reason, logger), ...placeOf(record, inputs) }, where);
  }

  unreadable(
    { topic }: Source,
    partition: number,
    offset: number,
    unreadable: Unreadable,
    record: LogRecord,
  ): void {
    const { part, unreadable: reason } = unreadable;
    const { processingLog } = this.#options;
    const logger = this.#logger(part === 'time' ? 'KsqlTopic.Source' : 'KsqlTopic.Source.deserializer');
    if (processingLog !== undefined)
      this.#addEntry(logger, unreadableMessage(topic, unreadable, record, processingLog.includesRows));
    const message = `${topic}, partition ${partition}, offset ${offset}: ${reason}`;
    this.#add({ ...this.#base(message, `unreadable-${part}`, logger), topic, partition, offset }, topic);
  }

  /**
   * The query has failed, and reads nothing any more. It is neither counted nor told of here: it has a state.
   *
   * @param where what it was at
   */
  failed(where: string, error: unknown): void {
    if (this.#options.processingLog !== undefined)
      this.#addEntry(this.#logger(UNCAUGHT), failureMessage(where, error));
  }

  /** Writes to the processing log what was reported since it was called last. */
  writeEntries(): void {
    if (this.#entries.length === 0) return;
    const entries = this.#entries;
    this.#entries = [];
    this.#options.processingLog?.write(entries, this.#options.inputs, this.#options.now());
  }

  #addEntry(logger: string, message: Parameters<typeof processingLogEntry>[2]): void {
    this.#entries.push(processingLogEntry(logger, this.#options.now(), message));
    if (this.#entries.length === 1) this.#options.onEntries(this);
  }

  #base(
    message: string,
    reason: ProblemReason,
    logger: string,
  ): Pick<ProcessingError, 'queryId' | 'message' | 'reason' | 'logger'> {
    return { queryId: this.#options.id, message, reason, logger };
  }

  #add(error: ProcessingError, where: string): void {
    this.#counts.set(error.reason, (this.#counts.get(error.reason) ?? 0) + 1);
    this.#options.notices.add(error, where);
    this.#options.onProcessingError(error);
  }

  #logger(step: string): string {
    return `processing.${this.#options.id}.${step}`;
  }
}

/** As ksqlDB calls the logger of what ends a query. */
const UNCAUGHT = 'ksql.logger.thread.exception.uncaught';

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Where a record lies; of a joined one: its first part. A record that an operator made has an offset below 0. */
function placeOf(
  record: StreamRecord | undefined,
  inputs: readonly Source[],
): Pick<ProcessingError, 'topic' | 'partition' | 'offset'> {
  const part = record?.inputs.findIndex((one) => one !== null) ?? -1;
  const own = part < 0 ? record : record?.inputs[part];
  if (own === undefined || own === null || own.offset < 0)
    return { topic: undefined, partition: own?.partition, offset: undefined };
  return { topic: inputs[Math.max(part, 0)]?.topic, partition: own.partition, offset: own.offset };
}
