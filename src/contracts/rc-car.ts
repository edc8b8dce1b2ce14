import { z } from 'zod';
import { bodySchema, engineSchema, remoteControlSchema, wheelSchema } from './parts.ts';

export const SITUATIONS = [
  'AWAITING_PRICE',
  'COMPLETE',
  'FAILED_GET_PRICE',
  'MISSING_BODY',
  'MISSING_ENGINE',
  'MISSING_REMOTE_CONTROL',
  'MISSING_WHEELS',
  'INCOMPLETE',
] as const;
export type Situation = (typeof SITUATIONS)[number];

/** A car on its way through the line; absent parts are null, absent wheels not in the list. */
export const rcCarSchema = z.object({
  sku: z.string().min(1),
  totalPrice: z.number(),
  body: bodySchema.nullable(),
  engine: engineSchema.nullable(),
  remoteControl: remoteControlSchema.nullable(),
  wheels: z.array(wheelSchema),
  situation: z.enum(SITUATIONS),
});
export type RcCar = z.infer<typeof rcCarSchema>;

/** A car as `rccar-awaiting-price` has it: all seven parts are there. */
export const awaitingPriceSchema = rcCarSchema.extend({
  body: bodySchema,
  engine: engineSchema,
  remoteControl: remoteControlSchema,
  wheels: z.array(wheelSchema).length(4),
  situation: z.literal('AWAITING_PRICE'),
});
export type AwaitingPrice = z.infer<typeof awaitingPriceSchema>;
