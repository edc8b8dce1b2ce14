/**
 * Topics and records as JSON, between a server that has them and a program elsewhere: keys, values and headers are Base64, so that any
 * bytes go through.
 */
import { z } from 'zod';
import type { OutgoingRecord, TopicRecord } from './port.ts';

const count = z.number().int().min(0);
const bytes = z.base64().nullable();

export const wireTopic = z.object({
  name: z.string(),
  partitions: z.array(z.object({ partition: count, start: count, end: count })),
  /** Its own, ms; −1: for ever; null: as the server is set. */
  retentionMs: z.number().nullable(),
});
export type WireTopic = z.infer<typeof wireTopic>;

export const wireTopics = z.object({ topics: z.array(wireTopic) });

const headers = z.array(z.object({ key: z.string(), value: bytes }));

/** Records of one partition, as they were read. */
export const wireRecords = z.object({
  records: z.array(z.object({ offset: count, timestamp: z.number(), key: bytes, value: bytes, headers })),
});
export type WireRecords = z.infer<typeof wireRecords>;

export const newTopicsRequest = z.object({
  topics: z.array(z.object({ name: z.string().min(1), partitions: z.number().int().min(1).max(9_999) })),
});

export const produceRequest = z.object({
  records: z.array(
    z.object({
      topic: z.string(),
      key: bytes,
      value: bytes,
      timestamp: z.number().int().optional(),
      partition: count.optional(),
      headers: headers.optional(),
    }),
  ),
});
export type ProduceRequest = z.infer<typeof produceRequest>;

export const toWire = (records: readonly TopicRecord[]): WireRecords => ({
  records: records.map(({ offset, timestamp, key, value, headers: given }) => ({
    offset,
    timestamp,
    key: base64(key),
    value: base64(value),
    headers: given.map((header) => ({ key: header.key, value: base64(header.value) })),
  })),
});

export const fromWire = ({ records }: WireRecords, topic: string, partition: number): TopicRecord[] =>
  records.map(({ offset, timestamp, key, value, headers: given }) => ({
    topic,
    partition,
    offset,
    timestamp,
    key: buffer(key),
    value: buffer(value),
    headers: given.map((header) => ({ key: header.key, value: buffer(header.value) })),
  }));

export const toWireOutgoing = (record: OutgoingRecord): ProduceRequest['records'][number] => ({
  ...record,
  key: base64(record.key),
  value: base64(record.value),
  headers: record.headers?.map(({ key, value }) => ({ key, value: base64(value) })),
});

export const fromWireOutgoing = ({
  topic,
  key,
  value,
  timestamp,
  partition,
  headers: given,
}: ProduceRequest['records'][number]): OutgoingRecord => ({
  topic,
  key: buffer(key),
  value: buffer(value),
  ...(timestamp === undefined ? {} : { timestamp }),
  ...(partition === undefined ? {} : { partition }),
  ...(given === undefined
    ? {}
    : { headers: given.map((header) => ({ key: header.key, value: buffer(header.value) })) }),
});

const base64 = (given: Buffer | string | null): string | null =>
  given === null ? null : Buffer.from(given).toString('base64');

const buffer = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text, 'base64'));
