import type { z } from 'zod';
import { parseAnswer } from '../../client/answers/parse-answer.ts';
import { type Credentials, credentialsFrom } from '../../client/http/credentials.ts';
import { parseServerUrl, type ServerUrl } from '../../client/http/server-url.ts';
import { type Question, Transport } from '../../client/http/transport.ts';
import { RestError } from '../../client/rest-error.ts';
import type { Clock } from '../../clock/clock.ts';
import type { NewTopic, OutgoingRecord, PartitionRange, TopicRecord } from '../../topics/port.ts';
import {
  fromWire,
  newTopicsRequest,
  toWireOutgoing,
  type WireTopic,
  wireRecords,
  wireTopic,
  wireTopics,
} from '../../topics/wire-topics.ts';
import type { Env } from '../support/run-main.ts';
import type { EditableTopics } from './open-broker.ts';

export interface ServerTopicsOptions {
  readonly url: string;
  readonly env: Env;
  /** How long a server may be away, ms. */
  readonly waitMs: number;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/**
 * The topics of a ksqlite server (`dev`, `run`, `server`) over HTTP.
 *
 * What must stay true: records are sent a second time only while the first can't have been written.
 */
export class ServerTopics implements EditableTopics {
  readonly #url: ServerUrl;
  readonly #transport: Transport;
  /** Of what was asked for last: `retentionMs` is synchronous. */
  readonly #retention = new Map<string, number | null>();

  /** @throws RestError KSQLDB_URL */
  constructor({ url, env, waitMs, clock, log }: ServerTopicsOptions) {
    this.#url = parseServerUrl(url);
    const credentials: Credentials | undefined = credentialsFrom(env) ?? this.#url.credentials;
    let isTold = false;
    this.#transport = new Transport({
      url: this.#url,
      credentials,
      connectTimeoutMs: 5_000,
      answerTimeoutMs: 60_000,
      retries: {
        clock,
        forMs: waitMs,
        firstDelayMs: 100,
        longestDelayMs: 2_000,
        onWait: ({ reason }) => {
          if (!isTold) log(`${reason}; trying again for ${Math.round(waitMs / 1_000)} s`);
          isTold = true;
        },
      },
    });
  }

  /** For messages: without a password. */
  get url(): string {
    return this.#url.shown;
  }

  async list(): Promise<readonly string[]> {
    const { topics } = await this.#ask({ method: 'GET', path: '/ksqlite/topics' }, wireTopics);
    for (const topic of topics) this.#retention.set(topic.name, topic.retentionMs);
    return topics.map(({ name }) => name);
  }

  async ranges(topic: string): Promise<readonly PartitionRange[] | undefined> {
    const answer = await this.#topicNamed(topic);
    if (answer !== undefined) this.#retention.set(topic, answer.retentionMs);
    return answer?.partitions;
  }

  /** Of a topic that `list` or `ranges` found: its own, ms; null: it has none. */
  retentionMs(topic: string): number | null {
    return this.#retention.get(topic) ?? null;
  }

  async read(topic: string, partition: number, offset: number, max: number): Promise<readonly TopicRecord[]> {
    const path = `${pathOf(topic)}/${partition}/${offset}`;
    const answer = await this.#ask({ method: 'GET', path }, wireRecords);
    return fromWire(answer, topic, partition).slice(0, max);
  }

  async create(topics: readonly NewTopic[]): Promise<void> {
    const body = newTopicsRequest.parse({ topics });
    await this.#send('/ksqlite/topics', body);
  }

  async produce(records: readonly OutgoingRecord[]): Promise<void> {
    await this.#send('/ksqlite/records', { records: records.map(toWireOutgoing) });
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  async #topicNamed(topic: string): Promise<WireTopic | undefined> {
    try {
      return await this.#ask({ method: 'GET', path: pathOf(topic) }, wireTopic);
    } catch (error) {
      if (error instanceof RestError && error.status === 404 && error.code === 'KSQLDB_REFUSED')
        return undefined;
      throw error;
    }
  }

  async #ask<T>(question: Pick<Question, 'method' | 'path'>, schema: z.ZodType<T>): Promise<T> {
    const text = await this.#transport.text({ ...question, sent: 'question' }).catch(this.#explain);
    return parseAnswer(text, schema, `GET ${question.path}`, this.#url.shown);
  }

  async #send(path: string, body: unknown): Promise<void> {
    await this.#transport
      .text({ method: 'POST', path, body: JSON.stringify(body), sent: 'statement' })
      .catch(this.#explain);
  }

  /** A ksqlDB server has topics on Kafka alone. */
  readonly #explain = (error: unknown): never => {
    if (error instanceof RestError && error.code === 'KSQLDB_ALIEN' && error.status === 404)
      throw error.withMessage(
        `${this.#url.shown} does not give its topics: it is not a ksqlite server. Those of a ksqlDB are on Kafka: --bootstrap HOST:PORT`,
      );
    throw error;
  };
}

const pathOf = (topic: string): string => `/ksqlite/topics/${encodeURIComponent(topic)}`;
