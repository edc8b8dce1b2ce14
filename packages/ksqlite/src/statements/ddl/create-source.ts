import { KsqlError } from '../../errors/ksql-error.ts';
import type { TopicLog } from '../../log/topic-log.ts';
import type { Source } from '../../metastore/source.ts';
import { makeSource } from '../../plan/output-source.ts';
import { type Planning, refusal } from '../../plan/planning.ts';
import { sourceProperties } from '../../plan/with-properties.ts';
import type { ColumnDefinition, CreateSource } from '../../sql/ast/statement.ts';

const RESERVED = ['ROWTIME', 'ROWPARTITION', 'ROWOFFSET', 'WINDOWSTART', 'WINDOWEND'];

/** CREATE STREAM | TABLE over a topic, which is made when PARTITIONS says how. Throws KsqlError. */
export function createSource(
  planning: Planning,
  log: TopicLog,
  statement: CreateSource,
  sql: string,
): Source {
  const { name, sourceKind, columns } = statement;
  checkColumns(planning, statement);
  const properties = sourceProperties(planning, statement.properties, {
    keyFormat: 'KAFKA',
    valueFormat: undefined,
  });
  const topic = properties.topic ?? name.text;
  const existing = log.topics.get(topic)?.partitions.length;
  if (existing === undefined && properties.partitions === undefined)
    throw refusal(
      planning,
      'SQL_INVALID',
      name.span,
      `Topic '${topic}' does not exist.`,
      `WITH (…, PARTITIONS=n) makes it when it is not there`,
    );
  if (existing !== undefined && properties.partitions !== undefined && existing !== properties.partitions)
    throw refusal(
      planning,
      'TOPIC_PARTITIONS',
      name.span,
      `A Kafka topic with the name '${topic}' already exists, with different partition configuration: it has ${existing} partitions, ${properties.partitions} were asked for.`,
    );
  const column = ({ name: columnName, type }: ColumnDefinition) => ({ name: columnName.text, type });
  const source = makeSource(
    planning,
    name.span,
    {
      kind: sourceKind,
      name: name.text,
      keys: columns.filter(({ role }) => role !== 'VALUE').map(column),
      values: columns.filter(({ role }) => role === 'VALUE').map(column),
      window: properties.window,
      readOnly: statement.readOnly,
      sql,
    },
    properties,
    existing ?? properties.partitions ?? 1,
  );
  return source;
}

function checkColumns(planning: Planning, { columns, sourceKind, name }: CreateSource): void {
  if (columns.length === 0)
    throw refusal(
      planning,
      'SQL_INVALID',
      name.span,
      'The statement does not define any columns.',
      'there is no schema registry to take them from',
    );
  const seen = new Set<string>();
  for (const column of columns) {
    if (column.role === 'HEADERS')
      throw refusal(planning, 'SQL_UNSUPPORTED', column.span, 'a HEADERS column');
    if (RESERVED.includes(column.name.text))
      throw refusal(
        planning,
        'SQL_INVALID',
        column.span,
        `'${column.name.text}' is a reserved column name.`,
        'choose another name',
      );
    if (seen.has(column.name.text))
      throw refusal(planning, 'SQL_INVALID', column.span, `Duplicate column names: ${column.name.text}`);
    seen.add(column.name.text);
    const wrong = sourceKind === 'STREAM' ? 'PRIMARY KEY' : 'KEY';
    if (column.role === wrong)
      throw refusal(
        planning,
        'SQL_INVALID',
        column.span,
        `Column ${column.name.text} is a '${wrong}' column: ${sourceKind === 'STREAM' ? 'streams have KEY' : 'tables have PRIMARY KEY'} columns.`,
        sourceKind === 'STREAM' ? 'write KEY' : 'write PRIMARY KEY',
      );
  }
  if (sourceKind === 'TABLE' && !columns.some(({ role }) => role === 'PRIMARY KEY'))
    throw refusal(
      planning,
      'SQL_INVALID',
      name.span,
      `Tables require a PRIMARY KEY. Please define the PRIMARY KEY.`,
      'id VARCHAR PRIMARY KEY',
    );
}

/** Throws KsqlError SOURCE_EXISTS, unless IF NOT EXISTS was said: then true. */
export function existsAlready(
  planning: Planning,
  statement: {
    readonly name: CreateSource['name'];
    readonly ifNotExists: boolean;
    readonly orReplace: boolean;
    readonly sourceKind: CreateSource['sourceKind'];
  },
): boolean {
  const known = planning.metastore.get(statement.name.text);
  if (known === undefined) return false;
  if (statement.ifNotExists) return true;
  if (statement.orReplace)
    throw refusal(
      planning,
      'SQL_UNSUPPORTED',
      statement.name.span,
      'CREATE OR REPLACE of what exists',
      'TERMINATE its query, DROP it and create it anew',
    );
  throw new KsqlError(
    'SOURCE_EXISTS',
    `Cannot add ${statement.sourceKind.toLowerCase()} '${statement.name.text}': A ${known.kind.toLowerCase()} with the same name already exists`,
    planning.at(statement.name.span),
  );
}
