import Big from 'big.js';

/** To 2 decimals, half to even: 0.125 → 0.12, 0.135 → 0.14. */
export const toCents = (amount: Big): Big => amount.round(2, Big.roundHalfEven);
