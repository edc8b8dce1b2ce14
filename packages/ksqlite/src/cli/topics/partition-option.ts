import { z } from 'zod';
import type { Value } from '../support/options/value.ts';

/** For `readValue`. */
export const PARTITION: Value<number> = {
  schema: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
  wants: 'the number of a partition: 0, 1, 2 …',
};
