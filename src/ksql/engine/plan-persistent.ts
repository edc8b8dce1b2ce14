import { coerce } from '../expressions/coerce.ts';
import type { Column } from '../formats/codec.ts';
import type { TopicLog } from '../log/topic-log.ts';
import type { Source } from '../metastore/source.ts';
import { columnsOf } from '../metastore/source.ts';
import { makeSource } from '../plan/output-source.ts';
import { knownSource, type Planning, refusal } from '../plan/planning.ts';
import { type PlannedQuery, planQuery } from '../plan/query-plan.ts';
import type { SinkShape } from '../plan/sink.ts';
import type { QueryPlan, TaskContext } from '../plan/task-plan.ts';
import { sourceProperties } from '../plan/with-properties.ts';
import type { Rec } from '../runtime/rec.ts';
import type { Span } from '../sql/ast/span.ts';
import type { CreateAs, InsertInto } from '../sql/ast/statement.ts';
import { formatType, sameType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';

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
  log.createTopic(output.topic, output.partitions);
  return finish(log, planned, output);
}

/** INSERT INTO … SELECT: the query must give the target's columns, by name and in order. Throws KsqlError. */
export function planInsertInto(
  planning: Planning,
  log: TopicLog,
  statement: InsertInto,
  queryId: string,
): QueryPlan {
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
  const [property] = statement.properties;
  if (property !== undefined)
    throw refusal(
      planning,
      'SQL_UNSUPPORTED',
      property.name.span,
      `INSERT INTO … WITH (${property.name.text})`,
      'leave WITH out',
    );
  const planned = planQuery(planning, statement.query, queryId);
  if (planned.shape.kind !== 'STREAM')
    throw refusal(
      planning,
      'SQL_INVALID',
      statement.query.span,
      'INSERT INTO needs a query that makes a stream, this one makes a table.',
    );
  return finish(log, fitted(planning, planned, target, statement.query.span), target);
}

function finish(log: TopicLog, planned: PlannedQuery, output: Source): QueryPlan {
  for (const unit of planned.before) log.createTopic(unit.output.topic, unit.output.partitions);
  return {
    output,
    units: [
      ...planned.before,
      { name: 'main', inputs: planned.inputs.map((input) => input.source), output, task: planned.task },
    ],
  };
}

/** Widens the query's values to the target's types where ksqlDB does so by itself. */
function fitted(planning: Planning, planned: PlannedQuery, target: Source, span: Span): PlannedQuery {
  const given: readonly Column[] = [...planned.shape.keys, ...planned.shape.values];
  const wanted = columnsOf(target);
  const conversions = wanted.map((column, i) => {
    const own = given[i];
    if (own === undefined || own.name !== column.name) return undefined;
    if (sameType(own.type, column.type)) return (value: SqlValue) => value;
    const converted = coerce(
      { type: own.type, evaluate: (record: Rec) => record.row[0] ?? null },
      column.type,
    );
    return converted === undefined
      ? undefined
      : (value: SqlValue) => converted.evaluate({ ...EMPTY, row: [value] });
  });
  const keysFit = planned.shape.keys.length === target.keys.length;
  if (given.length !== wanted.length || !keysFit || conversions.includes(undefined))
    throw refusal(
      planning,
      'SQL_INVALID',
      span,
      `Incompatible schema between results and sink. Result schema is ${describe(planned.shape)}, but the sink schema is ${describe(target)}.`,
      'select the sink’s columns by name (AS) and in its order',
    );
  const convert = conversions as ((value: SqlValue) => SqlValue)[];
  const identical = wanted.every((column, i) => sameType(column.type, given[i]?.type ?? column.type));
  if (identical) return planned;
  return {
    ...planned,
    task: (context: TaskContext) =>
      planned.task({
        ...context,
        emit: (row, ...rest) =>
          context.emit(
            row.map((value, i) => (convert[i] as (v: SqlValue) => SqlValue)(value)),
            ...rest,
          ),
      }),
  };
}

const EMPTY: Rec = {
  ts: 0,
  partition: 0,
  offset: 0,
  row: [],
  tombstone: false,
  window: undefined,
  headers: [],
  sides: [],
};

const describe = (shape: Pick<SinkShape, 'keys' | 'values'>): string =>
  [
    ...shape.keys.map((column) => `\`${column.name}\` ${formatType(column.type)} KEY`),
    ...shape.values.map((column) => `\`${column.name}\` ${formatType(column.type)}`),
  ].join(', ');
