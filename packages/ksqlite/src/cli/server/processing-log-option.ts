import { z } from 'zod';
import { PROCESSING_LOG_ON, PROCESSING_LOG_WITH_ROWS } from '../../problems/processing-log-settings.ts';
import type { Value } from '../support/options/value.ts';

const SETTINGS = { on: PROCESSING_LOG_ON, off: {}, rows: PROCESSING_LOG_WITH_ROWS } as const;

/** What the processing log is to be: as the properties that say so. */
export const processingLogOption: Value<Readonly<Record<string, string>>> = {
  schema: z
    .string()
    .pipe(z.enum(['on', 'off', 'rows']))
    .transform((what): Readonly<Record<string, string>> => SETTINGS[what]),
  wants: 'on, off, or rows (on, with the rows that its entries are about)',
};
