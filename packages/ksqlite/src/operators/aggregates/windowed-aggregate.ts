import type { AggregateOptions } from './aggregate.ts';

export interface WindowedAggregateOptions extends AggregateOptions {
  /** How long after its end a window still takes records. */
  readonly graceMs: number;
  /** How long a window's row can be asked for. */
  readonly retentionMs: number;
  /** EMIT FINAL: report a window once, when it has closed. */
  readonly final: boolean;
}
