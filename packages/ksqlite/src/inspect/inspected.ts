import type { FunctionRegistry } from '../functions/function-registry.ts';
import type { TopicLog } from '../log/topic-log.ts';
import type { Source } from '../metastore/source.ts';
import type { BrokenStatement } from '../queries/broken-statements.ts';
import type { RunningQuery } from '../queries/persistent-queries.ts';
import type { RunningTransientQuery } from '../queries/transient/transient-query.ts';
import type { NamedTypes } from '../types/named-types.ts';
import type { KnownSources } from './stored/stored-statement.ts';

/** What SHOW, DESCRIBE and EXPLAIN look at: an `Engine` is one. Looking changes nothing and keeps nothing. */
export interface Inspected {
  readonly sources: () => readonly Source[];
  /** What CREATE TYPE said. */
  readonly types: () => NamedTypes;
  readonly queries: () => readonly RunningQuery[];
  readonly nextQueryId: (prefix: string) => string;
  readonly brokenStatements: () => readonly BrokenStatement[];
  readonly transientQueries: () => readonly Pick<RunningTransientQuery, 'id' | 'kind' | 'sql'>[];
  readonly log: TopicLog;
  readonly functions: FunctionRegistry;
  readonly properties: Readonly<Record<string, string>>;
  readonly now: () => number;
  /** How long the engine has worked for what is written to a topic, ms since its start. */
  readonly busyMs: (topic: string) => number;
}

export const findSource = (engine: Inspected, name: string): Source | undefined =>
  engine.sources().find((source) => source.name === name);

export const knownSources = (engine: Inspected): KnownSources => ({
  find: (name) => findSource(engine, name),
  partitions: (topic) => engine.log.topics.get(topic)?.partitions.length,
});
