import type { Column } from '../formats/codec.ts';
import { columnsOf, type Source } from '../metastore/source.ts';
import type { Planning } from '../plan/planning.ts';
import { planQuery } from '../plan/query-plan.ts';
import type { RunningQuery } from '../queries/persistent-queries.ts';
import type { Query } from '../sql/ast/query.ts';
import { formatType } from '../types/sql-type.ts';
import { type FieldInfo, fieldInfos } from './field-info.ts';
import { type Inspected, knownSources } from './inspected.ts';
import { queryOffsets } from './query-offsets.ts';
import { storedText } from './stored-statement.ts';

export interface QueryDescription {
  readonly id: string;
  readonly statementText: string;
  readonly windowType: string | null;
  readonly fields: readonly FieldInfo[];
  readonly sources: readonly string[];
  readonly sinks: readonly string[];
  /** The query's parts and the topics between them. */
  readonly topology: string;
  readonly executionPlan: string;
  readonly overriddenProperties: Readonly<Record<string, string>>;
  readonly queryType: 'PERSISTENT' | 'PUSH' | 'PULL';
  readonly tasksMetadata: readonly TaskMetadata[];
  readonly consumerGroupId: string;
  readonly state: string | null;
}

interface TaskMetadata {
  readonly taskId: string;
  readonly topicOffsets: readonly {
    readonly topicPartitionEntity: { readonly topic: string; readonly partition: number };
    readonly endOffset: number;
    readonly committedOffset: number;
  }[];
  readonly timeCurrentIdlingStarted: null;
}

/** EXPLAIN of a running query. */
export function explainRunning(
  engine: Inspected,
  query: RunningQuery,
  properties: Readonly<Record<string, string>> = {},
): QueryDescription {
  const { id, sql, output } = query;
  return {
    id,
    statementText: storedText(sql, knownSources(engine)),
    windowType: output.window?.type ?? null,
    fields: fieldInfos(output.keys, output.values),
    sources: sourceNames(query),
    sinks: [output.name],
    topology: topologyText(query.units),
    executionPlan: planText(query.units),
    overriddenProperties: properties,
    queryType: 'PERSISTENT',
    tasksMetadata: tasksOf(engine, query),
    consumerGroupId: id,
    state: 'RUNNING',
  };
}

/** EXPLAIN of a SELECT that is not run. Throws KsqlError where the query is refused. */
export function explainQuery(planning: Planning, query: Query, sql: string, id: string): QueryDescription {
  const { shape, before, inputs } = planQuery(planning, { ...query, limit: undefined }, id);
  const reads = inputs.map(({ source }) => source);
  const units = [...before, { name: 'main', inputs: reads, output: undefined }];
  return {
    id,
    statementText: sql,
    windowType: shape.window?.type ?? null,
    fields: fieldInfos(shape.keys, shape.values),
    sources: sourceNames({ units }),
    sinks: [],
    topology: topologyText(units),
    executionPlan: planText(units, [...shape.keys, ...shape.values]),
    overriddenProperties: {},
    queryType: query.emit === undefined ? 'PULL' : 'PUSH',
    tasksMetadata: [],
    consumerGroupId: id,
    state: null,
  };
}

interface Unit {
  readonly name: string;
  readonly inputs: readonly Source[];
  /** undefined: rows go to who asked */
  readonly output: Source | undefined;
}

/** Those that are streams or tables: what lies between the parts of a query has no name of its own. */
function sourceNames({ units }: { readonly units: readonly Unit[] }): readonly string[] {
  const between = new Set(units.slice(0, -1).map(({ output }) => output?.topic));
  const inputs = units.flatMap((unit) => unit.inputs).filter(({ topic }) => !between.has(topic));
  return [...new Set(inputs.map(({ name }) => name))];
}

const topologyText = (units: readonly Unit[]): string =>
  units
    .map(({ name, inputs, output }, i) =>
      [
        `   Sub-topology: ${i} (${name})`,
        ...inputs.map((source) => `    Source: ${source.name} (topic: ${source.topic})`),
        ...(output === undefined ? [] : [`    Sink: ${output.name} (topic: ${output.topic})`]),
      ].join('\n'),
    )
    .join('\n\n')
    .replace(/^/, 'Topologies:\n')
    .replace(/$/, '\n');

/** The last part first, what it reads indented below. */
function planText(units: readonly Unit[], columns?: readonly Column[]): string {
  const lines: string[] = [];
  const add = (unit: Unit, depth: number): void => {
    const indent = '\t\t'.repeat(depth);
    const shown = unit.output === undefined ? (columns ?? []) : columnsOf(unit.output);
    lines.push(`${indent} > [ ${unit.name.toUpperCase()} ] | Schema: ${schemaText(shown)}`);
    for (const source of unit.inputs) {
      const made = units.find(({ output }) => output !== undefined && output.topic === source.topic);
      if (made !== undefined && made !== unit) add(made, depth + 1);
      else
        lines.push(
          `${indent}\t\t > [ SOURCE ] | ${source.name} (topic: ${source.topic}) | Schema: ${schemaText(columnsOf(source))}`,
        );
    }
  };
  const last = units.at(-1);
  if (last !== undefined) add(last, 0);
  return `${lines.join('\n')}\n`;
}

const schemaText = (columns: readonly Column[]): string =>
  columns.map(({ name, type }) => `${name} ${formatType(type)}`).join(', ');

function tasksOf({ log }: Inspected, query: RunningQuery): readonly TaskMetadata[] {
  const tasks = new Map<string, TaskMetadata['topicOffsets'][number][]>();
  queryOffsets(log, query).forEach(({ topicSummaries }, unit) => {
    for (const { kafkaTopic, offsets } of topicSummaries)
      for (const { partition, logEndOffset, consumerOffset } of offsets) {
        const id = `${unit}_${partition}`;
        tasks.set(id, [
          ...(tasks.get(id) ?? []),
          {
            topicPartitionEntity: { topic: kafkaTopic, partition },
            endOffset: logEndOffset,
            committedOffset: consumerOffset,
          },
        ]);
      }
  });
  return [...tasks].map(([taskId, topicOffsets]) => ({
    taskId,
    topicOffsets,
    timeCurrentIdlingStarted: null,
  }));
}
