import { z } from 'zod';
import { type AwaitingPrice, awaitingPriceSchema } from '../../contracts/rc-car.ts';

export type ReadCar =
  | { readonly car: AwaitingPrice; readonly reason?: undefined }
  | { readonly car?: undefined; readonly reason: string };

/** Reads a value of `rccar-awaiting-price`, or says why it can't be read. */
export function readAwaitingCar(value: Buffer | null): ReadCar {
  if (value === null) return { reason: 'the record has no value' };
  let json: unknown;
  try {
    json = JSON.parse(value.toString('utf8'));
  } catch {
    return { reason: 'the value is not JSON' };
  }
  const parsed = awaitingPriceSchema.safeParse(json);
  if (parsed.success) return { car: parsed.data };
  return { reason: `the value is not a car awaiting its price: ${describe(parsed.error)}` };
}

/** One line, bounded: it becomes a header. */
function describe(error: z.ZodError): string {
  return z.prettifyError(error).replace(/\s+/g, ' ').slice(0, 500);
}
