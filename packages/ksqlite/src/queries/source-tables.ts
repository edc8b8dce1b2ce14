import type { TopicLog } from '../log/topic-log.ts';
import type { Source } from '../metastore/source.ts';
import type { ProcessingError } from './persistent-queries.ts';
import { type SourceTable, sourceTable } from './source-table.ts';

/** The rows of the tables made by CREATE SOURCE TABLE, each kept from its first pull query on. */
export class SourceTables {
  readonly #log: TopicLog;
  readonly #onProcessingError: (error: ProcessingError) => void;
  /** A source that was dropped takes its rows with it. */
  readonly #tables = new WeakMap<Source, SourceTable>();

  constructor(log: TopicLog, onProcessingError: (error: ProcessingError) => void) {
    this.#log = log;
    this.#onProcessingError = onProcessingError;
  }

  of(source: Source): SourceTable {
    const known = this.#tables.get(source);
    if (known !== undefined) return known;
    const table = sourceTable(this.#log, source, (_, partition, offset, reason) =>
      this.#onProcessingError({
        queryId: source.name,
        message: `${source.topic}, partition ${partition}, offset ${offset}: ${reason}`,
      }),
    );
    this.#tables.set(source, table);
    return table;
  }
}
