import type { Column } from '../../formats/codec.ts';
import type { TopicLog } from '../../log/topic-log.ts';
import type { Source } from '../../metastore/source.ts';
import { columnsOf } from '../../metastore/source.ts';
import { makeSource } from '../../plan/output-source.ts';
import { knownSource, type Planning, refusal } from '../../plan/planning.ts';
import { type PlannedQuery, planQuery } from '../../plan/query-plan.ts';
import type { SinkShape } from '../../plan/sink.ts';
import type { QueryPlan } from '../../plan/task-plan.ts';
import { sourceProperties } from '../../plan/with-properties.ts';
import type { Span } from '../../sql/ast/span.ts';
import type { CreateAs, InsertInto } from '../../sql/ast/statement.ts';
import { formatType, sameType } from '../../types/sql-type.ts';

/** CREATE STREAM | TABLE … AS SELECT: the new source and the query that fills it. Throws KsqlError. */
export function planCreateAs(
  planning: Planning,
  log: TopicLog,
  statement: CreateAs,
  sql: string,
  queryId: string,
): QueryPlan {
  const planned = planQuery(planning, statement.query, queryId);
  const { name, sourceKind } = statement;
  if (planned.shape.kind !== sourceKind)
    throw refusal(
      planning,
      'SQL_INVALID',
      name.span,
      `Invalid result type. Your SELECT query produces a ${planned.shape.kind}. Please use CREATE ${planned.shape.kind} AS SELECT statement instead.`,
    );
  const first = planned.origin;
  const properties = sourceProperties(planning, statement.properties, {
    keyFormat: first.keyFormat === 'NONE' ? 'KAFKA' : first.keyFormat,
    valueFormat: first.valueFormat,
    delimiter: first.delimiter,
  });
  const partitions =
    properties.partitions ??
    log.topics.get(properties.topic ?? name.text)?.partitions.length ??
    first.partitions;
  const output = makeSource(
    planning,
    name.span,
    { ...planned.shape, name: name.text, readOnly: false, sql },
    properties,
    partitions,
  );
  return finish(planned, output);
}

/** INSERT INTO … SELECT: the query must give the target's columns, by name and in order. Throws KsqlError. */
export function planInsertInto(planning: Planning, statement: InsertInto, queryId: string): QueryPlan {
  const target = knownSource(planning, statement.target);
  if (target.kind !== 'STREAM')
    throw refusal(
      planning,
      'SQL_INVALID',
      statement.target.span,
      'INSERT INTO can only be used to insert into a stream.',
      `${target.name} is a table`,
    );
  if (target.readOnly)
    throw refusal(
      planning,
      'SQL_INVALID',
      statement.target.span,
      `Cannot insert into read-only stream: ${target.name}`,
    );
  const planned = planQuery(planning, statement.query, queryId);
  if (planned.shape.kind !== 'STREAM')
    throw refusal(
      planning,
      'SQL_INVALID',
      statement.query.span,
      'INSERT INTO needs a query that makes a stream, this one makes a table.',
    );
  checkColumns(planning, planned, target, statement.query.span);
  return finish(planned, target);
}

/** Makes the topics between a plan's units, where they are not there. Throws KsqlError TOPIC_PARTITIONS. */
export function makeInnerTopics(log: TopicLog, { units }: QueryPlan): void {
  for (const { output } of units.slice(0, -1)) log.createTopic(output.topic, output.partitions);
}

function finish(planned: PlannedQuery, output: Source): QueryPlan {
  return {
    output,
    units: [
      ...planned.before,
      { name: 'main', inputs: planned.inputs.map((input) => input.source), output, task: planned.task },
    ],
  };
}

/** The query's columns must be the target's: by name, in order, of the very type (ksqlDB widens nothing here). */
function checkColumns(planning: Planning, planned: PlannedQuery, target: Source, span: Span): void {
  const given: readonly Column[] = [...planned.shape.keys, ...planned.shape.values];
  const wanted = columnsOf(target);
  const same =
    given.length === wanted.length &&
    planned.shape.keys.length === target.keys.length &&
    wanted.every(({ name, type }, i) => given[i]?.name === name && sameType(type, given[i]?.type ?? type));
  if (!same)
    throw refusal(
      planning,
      'SQL_INVALID',
      span,
      `Incompatible schema between results and sink. Result schema is ${describe(planned.shape)}, but the sink schema is ${describe(target)}.`,
      'select the sink’s columns by name (AS), in its order and CAST to its types',
    );
}

const describe = (shape: Pick<SinkShape, 'keys' | 'values'>): string =>
  [
    ...shape.keys.map((column) => `\`${column.name}\` ${formatType(column.type)} KEY`),
    ...shape.values.map((column) => `\`${column.name}\` ${formatType(column.type)}`),
  ].join(', ');
