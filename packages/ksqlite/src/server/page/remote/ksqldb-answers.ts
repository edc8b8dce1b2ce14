/** What a real ksqlDB answers to statements, as far as the page needs it. Fields that are not named here are left out. */
import { z } from 'zod';

const listed = z.object({
  name: z.string(),
  topic: z.string(),
  valueFormat: z.string(),
  keyFormat: z.string(),
  isWindowed: z.boolean(),
});
export type ListedSource = z.infer<typeof listed>;

const query = z.object({
  id: z.string(),
  queryString: z.string(),
  queryType: z.string(),
  state: z.string(),
  sinks: z.array(z.string()),
  sinkKafkaTopics: z.array(z.string()),
});
export type ListedQuery = z.infer<typeof query>;

/** A type as ksqlDB tells it: `{type: 'ARRAY', memberSchema: {type: 'STRING'}}`. */
export interface TypeInfo {
  readonly type: string;
  readonly fields?: readonly { readonly name: string; readonly schema: TypeInfo }[] | null | undefined;
  readonly memberSchema?: TypeInfo | null | undefined;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
}
const typeInfo: z.ZodType<TypeInfo> = z.lazy(() =>
  z.object({
    type: z.string(),
    fields: z.array(z.object({ name: z.string(), schema: typeInfo })).nullish(),
    memberSchema: typeInfo.nullish(),
    parameters: z.record(z.string(), z.unknown()).optional(),
  }),
);

const offsets = z.object({
  kafkaTopic: z.string(),
  offsets: z.array(
    z.object({ logStartOffset: z.number(), logEndOffset: z.number(), consumerOffset: z.number() }),
  ),
});
export type TopicOffsets = z.infer<typeof offsets>;

const source = z.object({
  name: z.string(),
  type: z.string(),
  topic: z.string(),
  partitions: z.number().default(0),
  keyFormat: z.string(),
  valueFormat: z.string(),
  windowType: z.string().nullish(),
  statement: z.string().default(''),
  fields: z.array(z.object({ name: z.string(), schema: typeInfo, type: z.string().optional() })),
  statistics: z.string().default(''),
  errorStats: z.string().default(''),
  queryOffsetSummaries: z
    .array(z.object({ groupId: z.string(), topicSummaries: z.array(offsets) }))
    .default([]),
});
export type DescribedSource = z.infer<typeof source>;

const explained = z.object({
  id: z.string(),
  statementText: z.string(),
  sources: z.array(z.string()),
  state: z.string().nullish(),
  executionPlan: z.string().default(''),
  topology: z.string().default(''),
  queryErrors: z.array(z.object({ timestamp: z.number(), errorMessage: z.string() })).default([]),
});
export type ExplainedQuery = z.infer<typeof explained>;

export const entity = z.union([
  z.object({ '@type': z.literal('queries'), queries: z.array(query) }),
  z.object({ '@type': z.literal('streams'), streams: z.array(listed) }),
  z.object({ '@type': z.literal('tables'), tables: z.array(listed) }),
  z.object({ '@type': z.literal('sourceDescription'), sourceDescription: source }),
  z.object({ '@type': z.literal('queryDescription'), queryDescription: explained }),
  z.object({
    '@type': z.literal('function_names'),
    functions: z.array(z.object({ name: z.string(), type: z.string() })),
  }),
]);
export type Entity = z.infer<typeof entity>;
