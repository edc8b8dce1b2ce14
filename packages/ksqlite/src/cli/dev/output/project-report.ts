import type { InputOutcome } from '../input/input-files.ts';
import type { StatementOutcome } from '../project/statement-outcome.ts';

/** Where the process listens; undefined: nowhere. */
export interface Addresses {
  readonly api: string;
  readonly registry: string | undefined;
  /** undefined: in memory */
  readonly data: string | undefined;
}

/** Tells a person, or a program, what the command does. */
export interface ProjectReport {
  listening(addresses: Addresses): void;
  /** @param isFirst the command has just started */
  synced(outcomes: readonly StatementOutcome[], isFirst: boolean): void;
  inputs(outcomes: readonly InputOutcome[]): void;
  /** The files can't be read now: all runs on as it was. */
  unreadable(message: string): void;
  watching(paths: readonly string[]): void;
}
