import Big from 'big.js';
import { type Attempt, RequestFailure } from 'ksqlite/enrich';
import { z } from 'zod';
import { toCents } from '../pricing/money.ts';

/** A JSON number has no exact cents much beyond this, and no part costs more. */
const HIGHEST_PRICE = 1e12;

const answerSchema = z.object({ id: z.string(), price: z.number().min(0).max(HIGHEST_PRICE) });

/** Reads the price API's answer to `id`; anything but `{id, price}` with that id is a failed attempt. */
export function readPriceAnswer(id: string, status: number, body: Buffer): Attempt<Big> {
  if (status !== 200) return new RequestFailure('status', `the price API answered ${status}`);
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    return new RequestFailure('not-json', 'the price API answered something that is not JSON');
  }
  const answer = answerSchema.safeParse(json);
  if (!answer.success)
    return new RequestFailure('other-shape', 'the price API answered something that is not {id, price}');
  if (answer.data.id !== id) return new RequestFailure('other-id', 'the price API answered for another id');
  return { ok: true, value: toCents(new Big(answer.data.price)) };
}
