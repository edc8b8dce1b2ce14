import type Big from 'big.js';

/**
 * How far a request came that brought no price: the API answered something else; it was connected and nothing (whole)
 * came back; nobody was there to connect to.
 */
export type Reach = 'answered' | 'silent' | 'unreachable';

/** What one request for a price came to. It fails as a value: a price API that fails is the usual case here. */
export type Attempt =
  | { readonly ok: true; readonly price: Big }
  | { readonly ok: false; readonly reason: string; readonly reach: Reach };

export const failedAttempt = (reason: string, reach: Reach = 'answered'): Attempt => ({
  ok: false,
  reason,
  reach,
});
