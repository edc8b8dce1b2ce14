/**
 * The keys that all connectors have, beside those of their own: Kafka Connect's ConnectorConfig, SourceConnectorConfig and
 * SinkConnectorConfig, as far as they are done.
 */
import { z } from 'zod';
import { flag } from './flag.ts';

const whole = (least: number) => z.coerce.number().int().min(least);
const TOPIC = /^[A-Za-z0-9._-]{1,249}$/;
const topicName = z.string().regex(TOPIC, 'is not the name of a topic');

const common = {
  name: z.string().min(1).optional(),
  'connector.class': z.string(),
  'tasks.max': whole(1).max(1_000).default(1),
  'key.converter': z.string().optional(),
  'value.converter': z.string().optional(),
  'errors.tolerance': z.enum(['none', 'all']).default('none'),
  /** ms; −1: for ever */
  'errors.retry.timeout': whole(-1).default(-1),
  'errors.retry.delay.max.ms': whole(1).default(60_000),
  'errors.log.enable': flag.default(false),
  'errors.log.include.messages': flag.default(false),
};

const SOURCE_CONFIG = z.strictObject({
  ...common,
  'topic.creation.default.partitions': whole(1).max(10_000).default(1),
  'topic.creation.default.replication.factor': whole(-1).optional(),
});

const SINK_CONFIG = z.strictObject({
  ...common,
  topics: z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(z.array(topicName).min(1)),
  'errors.deadletterqueue.topic.name': topicName.optional(),
  'errors.deadletterqueue.topic.replication.factor': whole(1).optional(),
  'errors.deadletterqueue.context.headers.enable': flag.default(true),
});

export type SourceSettings = z.output<typeof SOURCE_CONFIG>;
export type SinkSettings = z.output<typeof SINK_CONFIG>;

export const COMMON_CONFIG = { source: SOURCE_CONFIG, sink: SINK_CONFIG } as const;
