import { z } from 'zod';
import type { Value } from '../support/options/value.ts';

/** Whether SQL that ksqlDB does not have is taken: as the property that says so. */
export const compatibilityOption: Value<Readonly<Record<string, string>>> = {
  schema: z
    .string()
    .pipe(z.enum(['strict', 'extended']))
    .transform((what): Readonly<Record<string, string>> => ({ 'ksqldb.compatibility': what })),
  wants: 'strict, or extended',
};
