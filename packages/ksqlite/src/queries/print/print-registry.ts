import type { TopicLog } from '../../log/topic-log.ts';
import type { SchemaLookup } from '../../schemas/schema-lookup.ts';
import { type PrintOptions, printTopic, type RunningPrint } from './print-topic.ts';

export type { PrintOptions, RunningPrint } from './print-topic.ts';

/** The PRINT statements that are open. */
export class PrintRegistry {
  readonly #log: TopicLog;
  readonly #lookup: SchemaLookup;
  readonly #open = new Set<RunningPrint>();

  constructor(log: TopicLog, lookup: SchemaLookup) {
    this.#log = log;
    this.#lookup = lookup;
  }

  /** Throws KsqlError TOPIC_UNKNOWN. */
  open(options: PrintOptions): RunningPrint {
    const print = printTopic(this.#log, this.#lookup, options, () => this.#open.delete(print));
    this.#open.add(print);
    return print;
  }

  hasTopic(topic: string): boolean {
    return this.#log.topics.has(topic);
  }

  closeAll(): void {
    for (const print of this.#open) print.close();
  }
}
