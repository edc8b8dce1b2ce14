/**
 * The processing log: what goes wrong with records, as records of a topic (and of the stream KSQL_PROCESSING_LOG over it).
 *
 * What a persistent query reports is written with the offsets of the records that it is about, in one commit: an entry is
 * there exactly once, like what the query writes. Only a record that its query failed at leaves an entry each time that it is
 * read. Queries of clients are reported as they go.
 *
 * What must stay true: no entry makes another one. A query that reads the log's topic, or what others have made of it, is
 * counted and told of, but writes no entries.
 *
 * Source: ksqlDB's ProcessingLogContext, whose log goes to a topic by way of Log4J.
 */
import type { TopicLog } from '../log/topic-log.ts';
import type { ProcessingLogSettings } from './processing-log-settings.ts';

/** What a query reads and writes. */
export interface TopicsOfQuery {
  readonly inputs: readonly { readonly topic: string }[];
  readonly output: { readonly topic: string };
}

export interface ProcessingLogOptions {
  readonly log: TopicLog;
  readonly settings: ProcessingLogSettings;
  /** The persistent queries that there are now. */
  readonly queries: () => readonly TopicsOfQuery[];
}

export class ProcessingLog {
  readonly #options: ProcessingLogOptions;

  constructor(options: ProcessingLogOptions) {
    this.#options = options;
  }

  get includesRows(): boolean {
    return this.#options.settings.includesRows;
  }

  /**
   * Writes entries of a query; a topic that was deleted meanwhile takes none.
   *
   * @param inputs what the query reads
   */
  write(entries: readonly string[], inputs: readonly { readonly topic: string }[], now: number): void {
    const { log, settings } = this.#options;
    const partitions = log.topics.get(settings.topic)?.partitions ?? [];
    if (partitions.length === 0 || this.#isFedBy(inputs)) return;
    for (const entry of entries) {
      // without a key records go where there are fewest
      const [first, ...others] = partitions;
      if (first === undefined) return;
      const target = others.reduce(
        (fewest, one) => (one.logEndOffset < fewest.logEndOffset ? one : fewest),
        first,
      );
      log.append(target, now, null, entry);
    }
  }

  /** Whether one of the topics is the log's own, or is written from it. */
  #isFedBy(inputs: readonly { readonly topic: string }[]): boolean {
    const fed = new Set([this.#options.settings.topic]);
    const queries = this.#options.queries();
    for (let known = 0; known < fed.size; ) {
      known = fed.size;
      for (const query of queries)
        if (query.inputs.some(({ topic }) => fed.has(topic))) fed.add(query.output.topic);
    }
    return inputs.some(({ topic }) => fed.has(topic));
  }
}
