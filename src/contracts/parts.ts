import { z } from 'zod';

/** A DOUBLE as ksqlDB writes it to JSON, which has no numbers for these. */
const double = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]);

/** The records on the four part topics. Read as ksqlDB reads them: unknown fields are dropped, absent ones are null. */
export const partSchema = z.object({
  sku: z.string().nullable().default(null),
  partName: z.string().nullable().default(null),
  price: double.nullable().default(0),
  productName: z.string().nullable().default(''),
});
export const bodySchema = z.object({
  part: partSchema.nullable(),
  id: z.string().min(1),
  color: z.string().nullable().default(null),
  material: z.string().nullable().default(null),
  weight: double.nullable().default(null),
});
export const engineSchema = z.object({ part: partSchema.nullable(), id: z.string().min(1) });
export const remoteControlSchema = z.object({
  part: partSchema.nullable(),
  id: z.string().min(1),
  channelFrequency: z.string().nullable().default(null),
});
export const PLACEMENTS = ['FRONT_LEFT', 'FRONT_RIGHT', 'REAR_LEFT', 'REAR_RIGHT'] as const;
export const wheelSchema = z.object({
  part: partSchema.nullable(),
  id: z.string().min(1),
  placement: z.enum(PLACEMENTS),
});

export type Part = z.infer<typeof partSchema>;
export type Body = z.infer<typeof bodySchema>;
export type Engine = z.infer<typeof engineSchema>;
export type RemoteControl = z.infer<typeof remoteControlSchema>;
export type Wheel = z.infer<typeof wheelSchema>;
