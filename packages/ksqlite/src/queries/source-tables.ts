import type { TopicLog } from '../log/topic-log.ts';
import type { Source } from '../metastore/source.ts';
import type { Problems } from '../problems/problems.ts';
import { type SourceTable, sourceTable } from './source-table.ts';

/** The rows of the tables made by CREATE SOURCE TABLE, each kept from its first pull query on. */
export class SourceTables {
  readonly #log: TopicLog;
  readonly #problems: Problems;
  /** A source that was dropped takes its rows with it. */
  readonly #tables = new WeakMap<Source, SourceTable>();

  constructor(log: TopicLog, problems: Problems) {
    this.#log = log;
    this.#problems = problems;
  }

  of(source: Source): SourceTable {
    const known = this.#tables.get(source);
    if (known !== undefined) return known;
    const table = sourceTable(this.#log, source, this.#problems.ofTransient(source.name, [source]));
    this.#tables.set(source, table);
    return table;
  }
}
