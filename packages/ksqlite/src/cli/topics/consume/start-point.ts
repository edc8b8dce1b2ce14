import { z } from 'zod';
import type { PartitionRange } from '../../../topics/port.ts';
import type { Value } from '../../support/options/value.ts';

/** Where reading a partition begins. */
export type StartPoint =
  | { readonly kind: 'earliest' | 'latest' }
  /** at this offset; `last`: so many offsets before the end */
  | { readonly kind: 'offset' | 'last'; readonly count: number }
  /** at the first record with this timestamp, or a later one; ms since the epoch */
  | { readonly kind: 'time'; readonly ms: number }
  /** the same, so many ms before now */
  | { readonly kind: 'ago'; readonly ms: number };

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export const startPoint: Value<StartPoint> = {
  schema: z.string().transform((text, context): StartPoint => {
    const point = startPointOf(text);
    if (point !== undefined) return point;
    context.addIssue('unknown');
    return z.NEVER;
  }),
  wants:
    'earliest, latest, an offset (-10: the last ten of each partition), a time such as 2026-11-30T12:00:00Z, or one so long ago, such as 15m',
};

function startPointOf(text: string): StartPoint | undefined {
  if (text === 'earliest' || text === 'latest') return { kind: text };
  if (/^-?\d{1,15}$/.test(text))
    return { kind: text.startsWith('-') ? 'last' : 'offset', count: Math.abs(Number(text)) };
  const [, count, unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  if (count !== undefined) return { kind: 'ago', ms: Number(count) * (UNIT_MS[unit] ?? 0) };
  const ms = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : { kind: 'time', ms };
}

/** The offset that a partition is read from at first: of a time all of it is looked through. */
export function firstOffset(from: StartPoint, { start, end }: PartitionRange): number {
  switch (from.kind) {
    case 'latest':
      return end;
    case 'offset':
      return Math.max(start, from.count);
    case 'last':
      return Math.max(start, end - from.count);
    default:
      return start;
  }
}
