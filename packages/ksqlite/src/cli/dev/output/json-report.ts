import type { Output } from '../../support/run-main.ts';
import type { InputOutcome } from '../input/input-files.ts';
import type { StatementOutcome } from '../project/statement-outcome.ts';
import type { Addresses, ProjectReport } from './project-report.ts';

/** For programs: a JSON object on a line for each thing that happened, `event` says which. */
export class JsonReport implements ProjectReport {
  readonly #out: Output;

  constructor(out: Output) {
    this.#out = out;
  }

  listening({ api, registry, data }: Addresses): void {
    this.#write({ event: 'listening', api, page: `${api}/`, metrics: `${api}/metrics`, registry, data });
  }

  synced(outcomes: readonly StatementOutcome[]): void {
    const counts: Record<string, number> = {};
    for (const { error, ...outcome } of outcomes) {
      counts[outcome.done] = (counts[outcome.done] ?? 0) + 1;
      const failed =
        error === undefined
          ? {}
          : { code: error.code, message: error.message, at: error.at, hint: error.hint };
      this.#write({ event: 'statement', ...outcome, ...failed });
    }
    this.#write({ event: 'synced', counts });
  }

  inputs(outcomes: readonly InputOutcome[]): void {
    for (const outcome of outcomes)
      if (outcome.sent > 0 || outcome.problem !== undefined) this.#write({ event: 'input', ...outcome });
  }

  unreadable(message: string): void {
    this.#write({ event: 'unreadable', message });
  }

  watching(paths: readonly string[]): void {
    this.#write({ event: 'watching', paths });
  }

  #write(event: object): void {
    this.#out.write(`${JSON.stringify(event)}\n`);
  }
}
