import type { Zone } from '../zone.ts';

/** What is to be written. What is absent cannot be: a DATE has no hours. */
export interface Moment {
  /** Days since the epoch. */
  readonly day: number | undefined;
  /** Ms since midnight. */
  readonly time: number | undefined;
  readonly zone: Zone | undefined;
  /** Of the zone, in ms. */
  readonly offset: number;
}

export const padded = (value: number, count: number): string => String(value).padStart(count, '0');
