import Big from 'big.js';
import type { Clock } from 'ksqlite/clock';
import { type Attempt, RequestFailure } from 'ksqlite/enrich';
import { priceOf } from '../../src/price-api/price-of.ts';
import type { PriceClient } from '../../src/sidecar/price-lookup/price-client.ts';
import type { Random } from '../random.ts';
import type { PriceBehaviour, Scenario } from './scenario.ts';

const FAILURES: Readonly<Record<PriceBehaviour, number>> = {
  answers: 0,
  'fails-once': 1,
  'fails-twice': 2,
  'always-fails': Number.POSITIVE_INFINITY,
  hangs: 0,
  'hangs-once': 0,
};

export interface SimulatedPrices {
  /** The API as one process reaches it. */
  connect(clock: Clock): PriceClient;
  readonly violations: readonly string[];
}

/** A price API that does to each id what it was told; it notes when it sees more requests than slots. */
export function simulatedPrices(
  { behaviour, outage }: Scenario,
  { start, slots, attempts }: { readonly start: number; readonly slots: number; readonly attempts: number },
  random: Random,
): SimulatedPrices {
  const violations: string[] = [];
  return {
    violations,
    connect: (clock) => {
      let inFlight = 0;
      const tries = new Map<string, number>();
      const answer = (id: string, signal: AbortSignal): Promise<Attempt<Big>> => {
        const tried = (tries.get(id) ?? 0) + 1;
        tries.set(id, tried);
        const does = behaviour.get(id.replace(/-2$/, '')) ?? 'answers';
        if (outage === undefined && does === 'always-fails' && tried > attempts)
          violations.push(`${id} was asked for ${tried} times`);
        return new Promise((resolve) => {
          const end = (attempt: Attempt<Big>) => {
            cancel();
            signal.removeEventListener('abort', giveUp);
            resolve(attempt);
          };
          const giveUp = () => end(new RequestFailure('timeout', 'no answer in time', { reach: 'silent' }));
          const hangs = does === 'hangs' || (does === 'hangs-once' && tried === 1);
          const fails = tried <= FAILURES[does];
          const cancel = hangs
            ? () => undefined
            : clock.after(random.next() * 150, () =>
                end(fails ? new RequestFailure('status', '500') : { ok: true, value: new Big(priceOf(id)) }),
              );
          if (signal.aborted) giveUp();
          else signal.addEventListener('abort', giveUp);
        });
      };
      return {
        getPrice: async (id, signal) => {
          inFlight++;
          const at = clock.now() - start;
          const isOut = outage !== undefined && at >= outage.from && at < outage.to;
          if (inFlight > slots) violations.push(`${inFlight} requests in flight`);
          try {
            return isOut
              ? new RequestFailure('unreachable', 'nobody there', { reach: 'unreachable' })
              : await answer(id, signal);
          } finally {
            inFlight--;
          }
        },
        close: async () => undefined,
      };
    },
  };
}
