import type { RestClient } from '../../client/rest-client.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Output } from './output/output.ts';

/** What statements are run with. */
export interface ShellContext {
  readonly client: RestClient;
  readonly output: Output;
  readonly clock: Clock;
  /** Throws CommandError INPUT_UNREADABLE. */
  readonly readScript: (path: string) => string;
  /** A query ends after this many ms, when it is set. */
  readonly queryTimeoutMs: number | undefined;
  /** Told once of a statement that takes long, with a line for people. Default: nobody is. */
  readonly onSlow?: (text: string) => void;
  /** Ctrl-C: ends what is under way. */
  readonly stop: AbortSignal;
}
