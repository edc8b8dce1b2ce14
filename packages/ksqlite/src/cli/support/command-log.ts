import type { LogDetails, Logger } from '../../logging/logger.ts';
import type { LogLevel } from './log-level.ts';
import { processLogger } from './process-logger.ts';
import type { CommandContext } from './run-main.ts';

/** What shows a line that moves, such as a `StatusLine`: lines that stay are written above it. */
export interface Above {
  readonly note: (line: string) => void;
}

/** The log of a command on stderr, which may have a status line there. */
export class CommandLog implements Logger {
  readonly #logger: Logger;
  #above: Above | undefined;

  constructor(level: LogLevel, { stderr, env, clock }: Pick<CommandContext, 'stderr' | 'env' | 'clock'>) {
    const write = (text: string): void => {
      if (this.#above === undefined) stderr.write(text);
      else this.#above.note(text.replace(/\n$/, ''));
    };
    this.#logger = processLogger({ level, out: { isTTY: stderr.isTTY === true, write }, env, clock });
  }

  /** From now on; undefined: there is no such line any more. */
  writeAbove(above: Above | undefined): void {
    this.#above = above;
  }

  debug(message: string, details?: () => LogDetails): void {
    this.#logger.debug(message, details);
  }

  info(message: string, details?: LogDetails): void {
    this.#logger.info(message, details);
  }

  warn(message: string, details?: LogDetails): void {
    this.#logger.warn(message, details);
  }

  error(message: string, details?: LogDetails): void {
    this.#logger.error(message, details);
  }
}
