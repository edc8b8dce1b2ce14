/**
 * Records to documents of a search index, newer ones over older ones.
 *
 * What must stay true: `put` resolves only after each record's document is written, or a newer version is there, or the record is reported.
 * A batch that is sent twice changes nothing.
 */
import type { SinkContext, SinkRecord, SinkTask } from '../port.ts';
import { sendOperations } from './bulk/send-operations.ts';
import { NewestVersions } from './document/newest-versions.ts';
import { InvalidRecord, type Operation, operationOf } from './document/operation-of.ts';
import { ensureIndex } from './http/ensure-index.ts';
import { SearchClient } from './http/search-client.ts';
import type { OpenSearchConfig } from './opensearch-config.ts';

export async function startOpenSearch(config: OpenSearchConfig, context: SinkContext): Promise<SinkTask> {
  const client = new SearchClient(config);
  try {
    const { status, text } = await client.send({ method: 'GET', path: '/' }, context.signal);
    if (status >= 300) throw new Error(`${config.urls.join(', ')} answers ${status}: ${text.slice(0, 500)}`);
  } catch (error) {
    await client.close();
    throw error;
  }
  return new OpenSearchTask(config, context, client);
}

class OpenSearchTask implements SinkTask {
  readonly batch;
  readonly #config: OpenSearchConfig;
  readonly #context: SinkContext;
  readonly #client: SearchClient;
  readonly #indexes = new Set<string>();

  constructor(config: OpenSearchConfig, context: SinkContext, client: SearchClient) {
    this.#config = config;
    this.#context = context;
    this.#client = client;
    const { batchSize, batchBytes, inFlight, buffered, lingerMs } = config;
    this.batch = {
      records: Math.min(batchSize * inFlight, buffered),
      bytes: batchBytes * inFlight,
      lingerMs,
    };
  }

  async put(records: readonly SinkRecord[], signal: AbortSignal): Promise<void> {
    const operations: Operation[] = [];
    for (const record of records) {
      const operation = this.#operation(record);
      if (operation !== undefined) operations.push(operation);
    }
    for (const { index, record } of operations) await this.#ensure(index, record.origin.topic, signal);
    const newest = new NewestVersions();
    await sendOperations(operations, {
      client: this.#client,
      config: this.#config,
      clock: this.#context.clock,
      signal,
      onRefused: (operation, reason) => this.#refused(operation, reason),
      onThere: (operation, version) => newest.add(operation, version),
    });
    await newest.check(this.#context);
  }

  stop(): Promise<void> {
    return this.#client.close();
  }

  #operation(record: SinkRecord): Operation | undefined {
    try {
      return operationOf(record, this.#config);
    } catch (error) {
      if (!(error instanceof InvalidRecord)) throw error;
      const { report, passOver } = this.#context;
      if (this.#config.dropsInvalid) passOver(record, error);
      else report(record, error);
      return undefined;
    }
  }

  /** The first record of an index finds it made. */
  async #ensure(index: string, topic: string, signal: AbortSignal): Promise<void> {
    if (this.#indexes.has(index)) return;
    await ensureIndex(index, this.#config.indexes.has(topic), this.#config, this.#client, signal);
    this.#indexes.add(index);
  }

  #refused({ record, index, id }: Operation, reason: string): void {
    const { report, passOver, log } = this.#context;
    const error = new MalformedDocument(`the document ${index}/${id} is refused: ${reason}`);
    const { onMalformed } = this.#config;
    if (onMalformed === 'fail') report(record, error);
    else {
      if (onMalformed === 'warn') log.warn(error.message);
      passOver(record, error);
    }
  }
}

/** What the index says of a document that does not fit to its mapping. */
class MalformedDocument extends Error {
  override readonly name = 'MalformedDocument';
}
