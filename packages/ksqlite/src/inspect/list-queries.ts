import type { BrokenStatement } from '../queries/broken-statements.ts';
import type { RunningQuery } from '../queries/persistent-queries.ts';
import type { QueryStatus } from '../queries/query-status.ts';
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

/** SHOW QUERIES: the persistent ones in the order they were started, then the push queries that are open (differs: query-order). */
export function listQueries(engine: Inspected): readonly QueryInfo[] {
  const known = knownSources(engine);
  return [
    ...engine.queries().map((query) => queryInfo(query, known)),
    ...engine.brokenStatements().flatMap(brokenInfo),
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

export const queryInfo = ({ id, sql, output, status }: RunningQuery, known: KnownSources): QueryInfo => ({
  queryString: storedText(sql, known),
  sinks: [output.name],
  sinkKafkaTopics: [output.topic],
  id,
  ...stateOf(status()),
  queryType: 'PERSISTENT',
});

/** The query of a stored statement that can't be executed: what it reads and writes can't be told for sure. */
const brokenInfo = ({ queryId, sql, sink, status }: BrokenStatement): readonly QueryInfo[] =>
  queryId === undefined
    ? []
    : [
        {
          queryString: sql,
          sinks: sink === undefined ? [] : [sink],
          sinkKafkaTopics: [],
          id: queryId,
          ...stateOf(status()),
          queryType: 'PERSISTENT',
        },
      ];

const stateOf = ({ state }: QueryStatus): Pick<QueryInfo, 'statusCount' | 'state'> => ({
  statusCount: { [state]: 1 },
  state: state === 'ERROR' ? 'ERROR' : 'RUNNING',
});
