/** More of what a line of a log is about, by name. */
export type LogDetails = Readonly<Record<string, unknown>>;

/**
 * Where the parts of a long-running process say what they do. A port: the commands give one that writes, a program may give its own.
 * Nothing is logged for each record.
 */
export interface Logger {
  /** What a statement or a request did. @param details called only where it is logged */
  debug(message: string, details?: () => LogDetails): void;
  /** What the process does. */
  info(message: string, details?: LogDetails): void;
  /** Something that a person may want to look at. */
  warn(message: string, details?: LogDetails): void;
  /** Something that doesn't work any more. */
  error(message: string, details?: LogDetails): void;
}

const nothing = (): void => undefined;
export const SILENT: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
