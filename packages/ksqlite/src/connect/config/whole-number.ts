import { z } from 'zod';

/** A key that holds a whole number of nine digits at most. Messages name no value: it may be a secret. */
export const wholeNumber = (byDefault: number, least: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .default(String(byDefault))
    .transform(Number)
    .refine((value) => value >= least, `must be at least ${least}`);
