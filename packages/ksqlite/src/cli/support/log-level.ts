import { z } from 'zod';
import type { Value } from './options/value.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Of `--log-level`. */
export const logLevelOption: Value<LogLevel> = {
  schema: z.string().pipe(z.enum(LOG_LEVELS)),
  wants: 'debug, info, warn, error or silent',
};

/** The option, for the help. */
export const LOG_LEVEL_HELP = [
  '--log-level <LEVEL>',
  'what is logged on stderr: debug (what each statement did, too), info, warn, error or silent (default info); JSON where it is no terminal',
] as const;
