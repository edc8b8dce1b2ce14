import type Big from 'big.js';

/** What one request for a price came to. It fails as a value: a price API that fails is the usual case here. */
export type Attempt =
  | { readonly ok: true; readonly price: Big }
  | { readonly ok: false; readonly reason: string };

export const failedAttempt = (reason: string): Attempt => ({ ok: false, reason });
