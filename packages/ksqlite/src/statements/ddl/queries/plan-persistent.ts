import {
  knownSource,
  type PlanContext,
  planError,
  refuseUnlessStored,
} from '../../../analysis/plan-context.ts';
import { isByNull } from '../../../analysis/select/partition-keys.ts';
import { makeSource } from '../../../analysis/sources/make-source.ts';
import { withNullKeys } from '../../../analysis/sources/null-keys.ts';
import { sourceProperties } from '../../../analysis/sources/with-properties.ts';
import type { Column } from '../../../formats/codec.ts';
import type { TopicLog } from '../../../log/topic-log.ts';
import { isReadOnlyTopic } from '../../../log/topics/read-only-topic.ts';
import type { Source } from '../../../metastore/source.ts';
import { columnsOf } from '../../../metastore/source.ts';
import { planSink, type ResultShape } from '../../../plan/plan-query.ts';
import { type PlannedSelect, planSelect } from '../../../plan/plan-select.ts';
import type { Query } from '../../../sql/ast/query.ts';
import type { Span } from '../../../sql/ast/span.ts';
import type { CreateAs, InsertInto } from '../../../sql/ast/statement.ts';
import { instantiate } from '../../../topology/instantiate.ts';
import type { NullKeys, QueryTopology } from '../../../topology/sub-topology.ts';
import { formatType, type SqlType, sameType } from '../../../types/sql-type.ts';
import { widenDecimals } from './widen-decimals.ts';

/** CREATE STREAM | TABLE … AS SELECT: the new source and the query that fills it. Throws KsqlError. */
export function planCreateAs(
  context: PlanContext,
  log: TopicLog,
  statement: CreateAs,
  sql: string,
  queryId: string,
): QueryTopology {
  const planned = planSelect(context, statement.query, queryId);
  const { name, sourceKind } = statement;
  if (planned.shape.kind !== sourceKind)
    throw planError(
      context,
      'SQL_INVALID',
      name.span,
      `Invalid result type. Your SELECT query produces a ${planned.shape.kind}. Please use CREATE ${planned.shape.kind} AS SELECT statement instead.`,
    );
  const first = planned.origin;
  refuseFormatOfNoKey(context, statement);
  const properties = sourceProperties(context, name.text, statement.properties, {
    keyFormat: inheritedKeyFormat(context, statement, planned.shape, first),
    valueFormat: first.valueFormat,
    inherited: first,
  });
  const topic = properties.topic ?? `${context.properties.topicPrefix}${name.text}`;
  refuseReadOnly(context, name.span, topic);
  const partitions = properties.partitions ?? log.topics.get(topic)?.partitions.length ?? first.partitions;
  const made = makeSource(
    context,
    name.span,
    { ...planned.shape, headers: [], name: name.text, readOnly: false, ofQuery: true, sql },
    { ...properties, topic },
    partitions,
  );
  const output = withNullKeys(made);
  return instantiate(context, planSink(planned.root, output), output, nullKeysOf(statement.query));
}

/** As ksqlDB (Analyzer, LogicalPlanner.getSinkKeyFormat): of the first source, and the default where that has none and there is a key. */
function inheritedKeyFormat(
  { properties, rules }: PlanContext,
  { query }: CreateAs,
  { keys }: ResultShape,
  { keyFormat }: Source,
): string {
  if (isByNull(query) && rules >= 3) return 'NONE';
  return keyFormat === 'NONE' && keys.length > 0 ? properties.defaultKeyFormat : keyFormat;
}

/** As ksqlDB (PartitionByParamsFactory): PARTITION BY always makes a key; differs: missing-key. */
const nullKeysOf = ({ partitionBy, from }: Query): NullKeys =>
  partitionBy.length > 0 ? 'made' : from.kind === 'Join' ? 'none' : 'own';

/** PARTITION BY NULL leaves nothing to write as a key. Throws KsqlError. */
function refuseFormatOfNoKey(context: PlanContext, { query, properties }: CreateAs): void {
  if (!isByNull(query)) return;
  const given = properties.find(({ name }) => name.text === 'KEY_FORMAT' || name.text === 'FORMAT');
  if (given === undefined || String(given.value).toUpperCase() === 'NONE') return;
  refuseUnlessStored(
    context,
    given.name.span,
    'Key format specified for stream without key columns.',
    given.name.text === 'FORMAT' ? 'say VALUE_FORMAT' : 'leave KEY_FORMAT out',
  );
}

/** As ksqlDB (DistributingExecutor). */
function refuseReadOnly(context: PlanContext, span: Span, topic: string): void {
  if (isReadOnlyTopic(topic))
    refuseUnlessStored(context, span, `Cannot insert into read-only topic: ${topic}`);
}

/** INSERT INTO … SELECT: the query must give the target's columns, by name and in order. Throws KsqlError. */
export function planInsertInto(context: PlanContext, statement: InsertInto, queryId: string): QueryTopology {
  const target = knownSource(context, statement.target);
  if (target.kind !== 'STREAM')
    throw planError(
      context,
      'SQL_INVALID',
      statement.target.span,
      'INSERT INTO can only be used to insert into a stream.',
      `${target.name} is a table`,
    );
  if (target.readOnly)
    throw planError(
      context,
      'SQL_INVALID',
      statement.target.span,
      `Cannot insert into read-only stream: ${target.name}`,
    );
  if (target.headers.length > 0)
    throw planError(
      context,
      'SQL_INVALID',
      statement.target.span,
      `Cannot insert into ${target.name} because it has header columns`,
      'declare a second stream over its topic without them, and insert into that',
    );
  refuseReadOnly(context, statement.target.span, target.topic);
  const planned = widenDecimals(planSelect(context, statement.query, queryId), target);
  if (planned.shape.kind !== 'STREAM')
    throw planError(
      context,
      'SQL_INVALID',
      statement.query.span,
      'INSERT INTO needs a query that makes a stream, this one makes a table.',
    );
  checkColumns(context, planned, target, statement.query.span);
  return instantiate(context, planSink(planned.root, target), target, nullKeysOf(statement.query));
}

/** Makes the topics between a query's sub-topologies, where they are not there. Throws KsqlError TOPIC_PARTITIONS. */
export function makeInnerTopics(log: TopicLog, { subTopologies }: QueryTopology): void {
  for (const { output } of subTopologies.slice(0, -1)) log.createTopic(output.topic, output.partitions);
}

/** The query's columns must be the target's: by name, in order, of the very type. */
function checkColumns(context: PlanContext, planned: PlannedSelect, target: Source, span: Span): void {
  const given: readonly Column[] = [...planned.shape.keys, ...planned.shape.values];
  const wanted = columnsOf(target);
  // earlier versions made a negative DECIMAL literal one digit too wide
  const fits = (type: SqlType, other: SqlType): boolean =>
    sameType(type, other) || (context.rules < 3 && type.kind === 'DECIMAL' && other.kind === 'DECIMAL');
  const same =
    given.length === wanted.length &&
    planned.shape.keys.length === target.keys.length &&
    wanted.every(({ name, type }, i) => given[i]?.name === name && fits(type, given[i]?.type ?? type));
  if (!same)
    throw planError(
      context,
      'SQL_INVALID',
      span,
      `Incompatible schema between results and sink. Result schema is ${describe(planned.shape)}, but the sink schema is ${describe(target)}.`,
      'select the sink’s columns by name (AS), in its order and CAST to its types',
    );
}

const describe = (shape: Pick<ResultShape, 'keys' | 'values'>): string =>
  [
    ...shape.keys.map((column) => `\`${column.name}\` ${formatType(column.type)} KEY`),
    ...shape.values.map((column) => `\`${column.name}\` ${formatType(column.type)}`),
  ].join(', ');
