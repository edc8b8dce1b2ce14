/** A figure of how a source is written and read (differs: own-statistics). */
export interface Statistic {
  readonly name: string;
  readonly value: number;
  /** When it was last true: the newest record's, or when it was asked. ms since the epoch */
  readonly timestamp: number;
}
