import { deadLetter, type Enricher, enrich, json, RequestFailure } from 'ksqlite/enrich';
import { httpPool } from 'ksqlite/enrich/http';
import type { Topics } from 'ksqlite/topics';
import type { Dispatcher } from 'undici';

interface Payment {
  readonly amount: number;
  readonly currency: string;
}

const payment = json((value): Payment => {
  const { amount, currency } = (value ?? {}) as Partial<Payment>;
  if (typeof amount !== 'number' || typeof currency !== 'string') throw new Error('not {amount, currency}');
  return { amount, currency };
});

/** Writes what each payment is in euros, by the rate that an API tells. */
export function convertPayments(topics: Topics, api: string, dispatcher?: Dispatcher): Enricher {
  const rates = httpPool(api, { name: 'the rates API', ...(dispatcher && { dispatcher }) });
  return enrich<Payment>({
    topics,
    from: 'payments',
    to: 'payments-in-euros',
    group: 'convert-payments',
    concurrency: 5,
    retry: { retries: 3, delayMs: 500, factor: 2, jitter: 0.2 },
    timeout: { attemptMs: 2_000, totalMs: 20_000 },
    decode: payment,
    call: async ({ value: { amount, currency } }, { signal }) => {
      if (amount === 0) return; // dropped
      const answer = await rates.request(`/rates/${encodeURIComponent(currency)}`, { signal });
      if (answer.status === 404) return deadLetter(`there is no currency ${currency}`, 'no-such-currency');
      if (answer.status !== 200)
        return new RequestFailure('status', `the rates API answered ${answer.status}`); // tried again
      const { rate } = answer.json() as { readonly rate?: unknown };
      if (typeof rate !== 'number')
        return new RequestFailure('other-shape', 'the rates API answered without a rate', { retry: false });
      const euros = Math.round(amount * rate * 100) / 100;
      const converted = { value: { amount, currency, euros } };
      return euros < 10_000 ? converted : [converted, { topic: 'payments-to-check', value: { euros } }];
    },
    release: rates.close,
  });
}
