import type { RunningQuery } from '../queries/persistent-queries.ts';
import { type Inspected, knownSources } from './inspected.ts';
import { type KnownSources, storedText } from './stored/stored-statement.ts';

export interface QueryInfo {
  readonly queryString: string;
  readonly sinks: readonly string[];
  readonly sinkKafkaTopics: readonly string[];
  readonly id: string;
  readonly statusCount: Readonly<Record<string, number>>;
  readonly queryType: 'PERSISTENT' | 'PUSH';
  /** As ksqlDB gives it: ERROR where one has failed, else RUNNING, of a paused one as well. */
  readonly state: 'RUNNING' | 'ERROR';
}

/** SHOW QUERIES: the persistent ones in the order they were started, then the push queries that are open. */
export function listQueries(engine: Inspected): readonly QueryInfo[] {
  const known = knownSources(engine);
  return [
    ...engine.queries().map((query) => queryInfo(query, known)),
    ...engine
      .transientQueries()
      .filter(({ kind }) => kind === 'push')
      .map(({ id, sql }) => ({
        queryString: sql,
        sinks: [],
        sinkKafkaTopics: [],
        id,
        statusCount: { RUNNING: 1 },
        queryType: 'PUSH' as const,
        state: 'RUNNING' as const,
      })),
  ];
}

export function queryInfo({ id, sql, output, status }: RunningQuery, known: KnownSources): QueryInfo {
  const { state } = status();
  return {
    queryString: storedText(sql, known),
    sinks: [output.name],
    sinkKafkaTopics: [output.topic],
    id,
    statusCount: { [state]: 1 },
    queryType: 'PERSISTENT',
    state: state === 'ERROR' ? 'ERROR' : 'RUNNING',
  };
}
