import type { ProcessingError } from './problem.ts';
import { QueryProblems } from './query-problems.ts';

export interface ProblemsOptions {
  readonly onProcessingError?: (error: ProcessingError) => void;
}

/** What goes wrong with records, in all queries of an engine. */
export class Problems {
  readonly #options: ProblemsOptions;

  constructor(options: ProblemsOptions) {
    this.#options = options;
  }

  /** Takes the reports of a query from now on. */
  ofQuery(id: string): QueryProblems {
    const { onProcessingError = () => undefined } = this.#options;
    return new QueryProblems(id, onProcessingError);
  }
}
