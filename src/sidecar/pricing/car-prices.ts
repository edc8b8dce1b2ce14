import type Big from 'big.js';

/** Prices of a car's parts, to the cent; one for all four wheels. */
export interface CarPrices {
  readonly body: Big;
  readonly engine: Big;
  readonly remoteControl: Big;
  readonly wheel: Big;
}
