/**
 * The topics of the database over HTTP, for `ksqlite topics`, `produce` and `consume`: `/ksqlite/topics`, `/ksqlite/records`. ksqlDB has
 * nothing like it: there a client asks Kafka.
 *
 * What must stay true: what a statement alone may write (commands, schemas, state) can be read, and not be written.
 */
import { KsqlError } from '../../errors/ksql-error.ts';
import type { Topic } from '../../log/topics/log-catalogue.ts';
import type { TopicRecord } from '../../topics/port.ts';
import {
  fromWireOutgoing,
  newTopicsRequest,
  produceRequest,
  toWire,
  type WireTopic,
} from '../../topics/wire-topics.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';
import type { Exchange } from '../http/exchange.ts';
import { parseBody, readBody } from '../http/read-body.ts';
import { respondJson } from '../http/respond.ts';
import type { ServerContext } from '../server-context.ts';

type TopicEndpoint = (exchange: Exchange, context: ServerContext) => Promise<void> | void;

export type TopicEndpointName = 'list' | 'one' | 'create' | 'read' | 'produce';

/** Records of one answer at most, and about how many bytes of them. */
const MOST_RECORDS = 1_000;
const MOST_BYTES = 4 * 1024 * 1024;
/** Of a body: a batch of records is sent at once, or not at all. */
const BODY_BYTES = 64 * 1024 * 1024;

export const TOPIC_ENDPOINTS: Readonly<Record<TopicEndpointName, TopicEndpoint>> = {
  list: ({ response }, { engine }) =>
    respondJson(response, { topics: [...engine.log.topics.values()].map(wireTopicOf) }),

  one: ({ response, segments: [, , name = ''] }, { engine }) =>
    respondJson(response, wireTopicOf(topicNamed(name, engine))),

  create: async (exchange, { limits, topics }) => {
    const { topics: wanted } = await bodyOf(exchange, limits.bodyMs, newTopicsRequest);
    await refusals(topics.create(wanted));
    respondJson(exchange.response, {});
  },

  read: async ({ response, segments: [, , name = '', partition, offset] }, { engine, topics }) => {
    topicNamed(name, engine);
    const records = await topics.read(name, wholeNumber(partition), wholeNumber(offset), MOST_RECORDS);
    respondJson(response, toWire(upTo(records, MOST_BYTES)));
  },

  produce: async (exchange, { limits, topics }) => {
    const { records } = await bodyOf(exchange, limits.bodyMs, produceRequest);
    await refusals(topics.produce(records.map(fromWireOutgoing)));
    respondJson(exchange.response, {});
  },
};

const bodyOf = async <T>(
  { request }: Exchange,
  timeoutMs: number,
  schema: Parameters<typeof parseBody<T>>[1],
): Promise<T> => parseBody(await readBody(request, BODY_BYTES, timeoutMs), schema);

function topicNamed(name: string, { log }: ServerContext['engine']): Topic {
  const topic = log.topics.get(name);
  if (topic === undefined) throw new ApiError(API_CODES.notFound, `There is no topic ${name}.`);
  return topic;
}

const wireTopicOf = ({ name, partitions, retentionMs }: Topic): WireTopic => ({
  name,
  partitions: partitions.map(({ partition, logStartOffset, highWatermark }) => ({
    partition,
    start: logStartOffset,
    end: highWatermark,
  })),
  retentionMs: retentionMs ?? null,
});

/** What the topics refuse is the request's fault. Throws ApiError. */
const refusals = (done: Promise<void>): Promise<void> =>
  done.catch((error: unknown) => {
    if (error instanceof KsqlError && error.code.startsWith('TOPIC_'))
      throw new ApiError(API_CODES.badRequest, error.message);
    throw error;
  });

function wholeNumber(text: string | undefined): number {
  if (text === undefined || !/^\d{1,15}$/.test(text))
    throw new ApiError(API_CODES.badRequest, 'The path is /ksqlite/topics/NAME/PARTITION/OFFSET.');
  return Number(text);
}

/** The first records: about so many bytes, one at least. */
function upTo(records: readonly TopicRecord[], most: number): readonly TopicRecord[] {
  let bytes = 0;
  const end = records.findIndex(({ key, value }) => {
    bytes += (key?.length ?? 0) + (value?.length ?? 0);
    return bytes > most;
  });
  return end < 0 ? records : records.slice(0, Math.max(1, end));
}
