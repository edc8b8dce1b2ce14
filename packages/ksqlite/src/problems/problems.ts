import type { TopicLog } from '../log/topic-log.ts';
import type { Source } from '../metastore/source.ts';
import type { ProcessingError } from './problem.ts';
import { type Problem, ProblemNotices } from './problem-notices.ts';
import { ProcessingLog, type TopicsOfQuery } from './processing-log.ts';
import { processingLogSettings } from './processing-log-settings.ts';
import { QueryProblems } from './query-problems.ts';

export interface ProblemsOptions {
  readonly log: TopicLog;
  /** wall clock, ms since the epoch */
  readonly now: () => number;
  /** What a ksqlDB server has in its properties file. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Told of each one. */
  readonly onProcessingError?: (error: ProcessingError) => void;
  /** Told of the first of a kind, the 10th, the 100th, and so on. */
  readonly onProblem?: (problem: Problem) => void;
}

/** Of the engine that is made with them. */
interface EnginePorts {
  readonly queries: () => readonly TopicsOfQuery[];
  /** Something was appended to the log: it is to be committed. */
  readonly wake: () => void;
}

/** What goes wrong with records, in all queries of an engine. */
export class Problems {
  readonly #options: ProblemsOptions;
  readonly #ports: EnginePorts;
  readonly #notices: ProblemNotices;
  readonly #processingLog: ProcessingLog | undefined;

  constructor(options: ProblemsOptions, ports: EnginePorts) {
    const { log, properties = {}, onProblem = () => undefined } = options;
    this.#options = options;
    this.#ports = ports;
    this.#notices = new ProblemNotices(onProblem);
    const settings = processingLogSettings(properties);
    const written = { log, settings, queries: ports.queries };
    this.#processingLog = settings.isWritten ? new ProcessingLog(written) : undefined;
  }

  /** Takes the reports of a persistent query from now on. Its entries are written with its offsets: `writeEntries`. */
  ofQuery(id: string, inputs: readonly Source[]): QueryProblems {
    return this.#taking(id, inputs, () => undefined);
  }

  /** Takes the reports of a query of a client: its entries are written by themselves. */
  ofTransient(id: string, inputs: readonly Source[]): QueryProblems {
    return this.#taking(id, inputs, (problems) => {
      problems.writeEntries();
      this.#ports.wake();
    });
  }

  #taking(
    id: string,
    inputs: readonly Source[],
    onEntries: (problems: QueryProblems) => void,
  ): QueryProblems {
    const { now, onProcessingError = () => undefined } = this.#options;
    const [notices, processingLog] = [this.#notices, this.#processingLog];
    return new QueryProblems({ id, inputs, now, onProcessingError, notices, processingLog, onEntries });
  }
}
