import { z } from 'zod';
import type { Value } from '../support/options/value.ts';

export interface ListenAddress {
  readonly host: string;
  /** 0: any that is free */
  readonly port: number;
}

/** `HOST:PORT`, `[::1]:PORT`, or a port alone: the loopback's. */
export const listenAddress: Value<ListenAddress> = {
  schema: z
    .string()
    .regex(/^(?:(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):)?\d{1,5}$/)
    .transform((text) => {
      const colon = text.lastIndexOf(':');
      const host = colon === -1 ? '127.0.0.1' : text.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
      return { host, port: Number(text.slice(colon + 1)) };
    })
    .refine(({ port }) => port <= 65_535),
  wants: 'HOST:PORT with a port up to 65535, such as 127.0.0.1:8088',
};
