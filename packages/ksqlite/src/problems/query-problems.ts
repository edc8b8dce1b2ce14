import type { Unreadable } from '../metastore/read-source.ts';
import type { Source } from '../metastore/source.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';
import type { StepProblem } from '../topology/step-problem.ts';
import type { ProblemCounts, ProblemReason, ProcessingError } from './problem.ts';

/** Takes what one query reports of its records: counts it by reason, and passes it on. */
export class QueryProblems {
  readonly #queryId: string;
  readonly #onProcessingError: (error: ProcessingError) => void;
  readonly #counts = new Map<ProblemReason, number>();

  constructor(queryId: string, onProcessingError: (error: ProcessingError) => void) {
    this.#queryId = queryId;
    this.#onProcessingError = onProcessingError;
  }

  /** Since the query was started. */
  get counts(): ProblemCounts {
    return this.#counts;
  }

  /** @param inputs what the step's part of the query reads, in the order of its FROM clause */
  atStep({ reason, step, where, message, error, record }: StepProblem, inputs: readonly Source[]): void {
    this.#add({
      queryId: this.#queryId,
      message: error === undefined ? `${where}: ${message}` : `${where}: ${textOf(error)}`,
      reason,
      logger: this.#logger(step),
      ...placeOf(record, inputs),
    });
  }

  unreadable({ topic }: Source, partition: number, offset: number, { part, unreadable }: Unreadable): void {
    this.#add({
      queryId: this.#queryId,
      message: `${topic}, partition ${partition}, offset ${offset}: ${unreadable}`,
      reason: `unreadable-${part}`,
      logger: this.#logger(part === 'time' ? 'KsqlTopic.Source' : 'KsqlTopic.Source.deserializer'),
      topic,
      partition,
      offset,
    });
  }

  #add(error: ProcessingError): void {
    this.#counts.set(error.reason, (this.#counts.get(error.reason) ?? 0) + 1);
    this.#onProcessingError(error);
  }

  #logger(step: string): string {
    return `processing.${this.#queryId}.${step}`;
  }
}

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
