import { type PlanContext, planError, refuseUnlessStored } from '../../analysis/plan-context.ts';
import { RESERVED_NAMES } from '../../analysis/select/reserved-names.ts';
import { makeSource } from '../../analysis/sources/make-source.ts';
import { withNullKeys } from '../../analysis/sources/null-keys.ts';
import { sourceProperties } from '../../analysis/sources/with-properties.ts';
import type { TopicLog } from '../../log/topic-log.ts';
import type { Source } from '../../metastore/source.ts';
import type { ColumnDefinition, CreateSource } from '../../sql/ast/statement.ts';
import type { DdlContext, DdlHandler } from '../statement-handler.ts';
import { refuseReplacing } from '../upgrade/refuse-replacing.ts';
import { existsAlready } from './existing-source.ts';
import { checkHeaderColumns } from './header-columns.ts';
import { checkSourceTopic, makeSourceTopic } from './source-topic.ts';

/** CREATE STREAM | TABLE over a topic, which is made when PARTITIONS says how. */
export const createSourceHandler: DdlHandler<CreateSource> = {
  role: 'ddl',
  rehearse: (context, statement) => {
    const source = prepare(context, statement);
    if (source !== undefined) checkSourceTopic(context.plan, context.log, source, statement);
  },
  execute: (context, statement) => {
    const { log, metastore, plan } = context;
    const name = statement.name.text;
    const source = prepare(context, statement);
    if (source === undefined) return { message: `${name} exists already`, effect: undefined };
    makeSourceTopic(plan, log, source, statement);
    metastore.put(source);
    return { message: `${statement.sourceKind} ${name} created`, effect: { creates: name } };
  },
};

/** All that comes before anything is changed; undefined: it exists already. Throws KsqlError. */
function prepare(
  { log, broken, plan, sql, replay }: DdlContext,
  statement: CreateSource,
): Source | undefined {
  if (replay === undefined) broken.refuseName(statement.name.text, plan.at(statement.name.span));
  if (existsAlready(plan, statement)) return undefined;
  const cache = replay?.cache ?? {};
  cache.source ??= createSource(plan, log, statement, sql);
  refuseReplacing(plan, statement, cache.source);
  return cache.source;
}

/** The stream or table that the statement declares; its topic is not made yet. Throws KsqlError. */
export function createSource(
  planning: PlanContext,
  log: TopicLog,
  statement: CreateSource,
  sql: string,
): Source {
  const { name, sourceKind, columns } = statement;
  checkColumns(planning, statement);
  const properties = sourceProperties(planning, name.text, statement.properties, {
    keyFormat: planning.properties.defaultKeyFormat,
    valueFormat: planning.properties.defaultValueFormat,
  });
  if (properties.topic === undefined)
    refuseUnlessStored(
      planning,
      name.span,
      'Missing required property "KAFKA_TOPIC" which has no default value.',
      `WITH (KAFKA_TOPIC='${name.text.toLowerCase()}', …)`,
    );
  refuseKeylessWindow(planning, statement);
  const topic = properties.topic ?? name.text;
  const existing = log.topics.get(topic)?.partitions.length;
  if (existing === undefined && properties.partitions === undefined)
    throw planError(
      planning,
      'TOPIC_UNKNOWN',
      name.span,
      `Topic '${topic}' does not exist.`,
      `WITH (…, PARTITIONS=n) makes it when it is not there`,
    );
  if (existing !== undefined && properties.partitions !== undefined && existing !== properties.partitions)
    throw planError(
      planning,
      'TOPIC_PARTITIONS',
      name.span,
      `A Kafka topic with the name '${topic}' already exists, with different partition configuration: it has ${existing} partitions, ${properties.partitions} were asked for.`,
    );
  const column = ({ name: columnName, type }: ColumnDefinition) => ({ name: columnName.text, type });
  return withNullKeys(
    makeSource(
      planning,
      name.span,
      {
        kind: sourceKind,
        name: name.text,
        keys: columns.filter(isKey).map(column),
        values: columns.filter(({ role }) => role === 'VALUE').map(column),
        headers: columns
          .filter(({ role }) => role === 'HEADERS')
          .map((definition) => ({ ...column(definition), header: definition.header })),
        window: properties.window,
        readOnly: statement.readOnly,
        ofQuery: false,
        sql,
      },
      properties,
      existing ?? properties.partitions ?? 1,
    ),
  );
}

const isKey = ({ role }: ColumnDefinition): boolean => role === 'KEY' || role === 'PRIMARY KEY';

/** The window of a record is part of its key. */
function refuseKeylessWindow(planning: PlanContext, { columns, properties }: CreateSource): void {
  const windowed = properties.find(({ name }) => name.text === 'WINDOW_TYPE');
  if (windowed === undefined || columns.some(isKey)) return;
  refuseUnlessStored(
    planning,
    windowed.name.span,
    'Windowed sources require a key column.',
    'declare it: id VARCHAR KEY',
  );
}

function checkColumns(planning: PlanContext, { columns, sourceKind, name }: CreateSource): void {
  if (columns.length === 0)
    throw planError(
      planning,
      'SQL_INVALID',
      name.span,
      'The statement does not define any columns.',
      "declare them, or say a format whose columns are in the Schema Registry: VALUE_FORMAT='JSON_SR'",
    );
  checkHeaderColumns(planning, columns);
  const seen = new Set<string>();
  for (const column of columns) {
    if (RESERVED_NAMES.includes(column.name.text))
      throw planError(
        planning,
        'SQL_INVALID',
        column.span,
        `'${column.name.text}' is a reserved column name. You cannot use it as a name for a column.`,
        'choose another name',
      );
    if (seen.has(column.name.text))
      throw planError(planning, 'SQL_INVALID', column.span, `Duplicate column names: ${column.name.text}`);
    seen.add(column.name.text);
    const wrong = sourceKind === 'STREAM' ? 'PRIMARY KEY' : 'KEY';
    if (column.role === wrong)
      throw planError(
        planning,
        'SQL_INVALID',
        column.span,
        `Column ${column.name.text} is a '${wrong}' column: ${sourceKind === 'STREAM' ? 'streams have KEY' : 'tables have PRIMARY KEY'} columns.`,
        sourceKind === 'STREAM' ? 'write KEY' : 'write PRIMARY KEY',
      );
  }
  if (sourceKind === 'TABLE' && !columns.some(({ role }) => role === 'PRIMARY KEY'))
    throw planError(
      planning,
      'SQL_INVALID',
      name.span,
      `Tables require a PRIMARY KEY. Please define the PRIMARY KEY.`,
      'id VARCHAR PRIMARY KEY',
    );
}
