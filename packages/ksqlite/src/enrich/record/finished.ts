import type { OutgoingRecord } from '../../topics/port.ts';

/**
 * What became of a record that was read: `enriched`: `call` gave results; `dropped`: it gave none; `failed`: a request had no
 * attempt left, or a result can't be written; `dead-lettered`: `call` said so; `unreadable`: it could not be decoded.
 */
export type Outcome = 'enriched' | 'dropped' | 'failed' | 'dead-lettered' | 'unreadable';

export const OUTCOMES: readonly Outcome[] = ['enriched', 'dropped', 'failed', 'dead-lettered', 'unreadable'];

/** Why a record did not become what it should. */
export interface Reason {
  /** a word that stays the same: counted by it */
  readonly code: string;
  /** for a person */
  readonly message: string;
}

/** A record that is done, once `records` are written. */
export interface Finished {
  readonly outcome: Outcome;
  readonly records: readonly OutgoingRecord[];
  readonly reason?: Reason;
}
