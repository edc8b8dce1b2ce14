import type { Identifier } from '../ast/span.ts';
import type {
  AssertSchema,
  AssertTopic,
  CreateAs,
  CreateConnector,
  CreateSource,
  Explain,
  InsertValues,
  Print,
  Statement,
} from '../ast/statement.ts';
import { formatColumns, formatProperties, formatValue } from './definitions.ts';
import { formatDuration } from './durations.ts';
import { formatAll, formatExpression } from './format-expression.ts';
import { formatQuery } from './format-query.ts';
import { formatName, formatString, quoteName } from './names.ts';
import { formatTypeSql } from './types.ts';

/** The statement with its semicolon, as ksqlDB prints it. Parsed again, it is the same statement. */
export const formatStatement = (statement: Statement): string => `${formatBody(statement)};`;

function formatBody(statement: Statement): string {
  switch (statement.kind) {
    case 'CreateSource':
      return `${formatHead(statement)}${formatColumns(statement.columns)}${formatProperties(statement.properties)}`;
    case 'CreateAs':
      return `${formatHead(statement)}${formatProperties(statement.properties)} AS ${formatQuery(statement.query)}`;
    case 'InsertInto':
      return `INSERT INTO ${name(statement.target)}${formatProperties(statement.properties)} ${formatQuery(statement.query)}`;
    case 'InsertValues':
      return formatInsertValues(statement);
    case 'DeleteRow':
      return `DELETE FROM ${name(statement.target)} WHERE ${formatExpression(statement.where)}`;
    case 'QueryStatement':
      return formatQuery(statement.query);
    case 'Drop':
      return `DROP ${statement.sourceKind} ${when(statement.ifExists, 'IF EXISTS ')}${name(statement.name)}${when(statement.deleteTopic, ' DELETE TOPIC')}`;
    case 'AlterSource':
      return `ALTER ${statement.sourceKind} ${name(statement.name)} ${statement.columns.map((column) => `ADD COLUMN ${formatName(column.name.text)} ${formatTypeSql(column.type)}`).join(', ')}`;
    case 'RegisterType':
      return `CREATE TYPE ${when(statement.ifNotExists, 'IF NOT EXISTS ')}${name(statement.name)} AS ${formatTypeSql(statement.type)}`;
    case 'DropType':
      return `DROP TYPE ${when(statement.ifExists, 'IF EXISTS ')}${name(statement.name)}`;
    case 'Terminate':
      return `TERMINATE ${statement.queryId === undefined ? 'ALL' : name(statement.queryId)}`;
    case 'Pause':
      return `PAUSE ${statement.queryId === undefined ? 'ALL' : name(statement.queryId)}`;
    case 'Resume':
      return `RESUME ${statement.queryId === undefined ? 'ALL' : name(statement.queryId)}`;
    case 'SetProperty':
      return `SET ${formatString(statement.name)}=${formatString(statement.value)}`;
    case 'UnsetProperty':
      return `UNSET ${formatString(statement.name)}`;
    case 'Define':
      return `DEFINE ${statement.name}=${formatString(statement.value)}`;
    case 'Undefine':
      return `UNDEFINE ${statement.name}`;
    case 'Show':
      return `SHOW ${statement.what}${when(statement.extended, ' EXTENDED')}`;
    case 'Describe':
      return `DESCRIBE ${describedName(statement.name)}${when(statement.extended, ' EXTENDED')}`;
    case 'DescribeAll':
      return `DESCRIBE ${statement.sourceKind}S${when(statement.extended, ' EXTENDED')}`;
    case 'AssertSchema':
      return formatAssertSchema(statement);
    case 'AssertTopic':
      return formatAssert(statement);
    case 'DescribeFunction':
      return `DESCRIBE FUNCTION ${name(statement.name)}`;
    case 'CreateConnector':
      return formatCreateConnector(statement);
    case 'DropConnector':
      return `DROP CONNECTOR ${when(statement.ifExists, 'IF EXISTS ')}${name(statement.name)}`;
    case 'DescribeConnector':
      return `DESCRIBE CONNECTOR ${name(statement.name)}`;
    case 'ShowConnectors':
      return `SHOW ${when(statement.scope !== 'ALL', `${statement.scope} `)}CONNECTORS`;
    case 'ShowConnectorPlugins':
      return 'SHOW CONNECTOR PLUGINS';
    case 'Explain':
      return formatExplain(statement);
    case 'Print':
      return formatPrint(statement);
  }
}

const name = (identifier: Identifier): string => formatName(identifier.text);
/** `DESCRIBE TABLES` means all of them. */
const describedName = ({ text }: Identifier): string =>
  text === 'TABLES' ? quoteName(text) : formatName(text);
const when = (condition: boolean, text: string): string => (condition ? text : '');

function formatHead(statement: CreateSource | CreateAs): string {
  const readOnly = statement.kind === 'CreateSource' && statement.readOnly;
  return [
    'CREATE ',
    when(statement.orReplace, 'OR REPLACE '),
    when(readOnly, 'SOURCE '),
    `${statement.sourceKind} `,
    when(statement.ifNotExists, 'IF NOT EXISTS '),
    name(statement.name),
  ].join('');
}

function formatCreateConnector({
  connectorKind,
  ifNotExists,
  name: id,
  properties,
}: CreateConnector): string {
  const entries = properties.map(({ key, value }) => `${formatString(key)}=${formatValue(value)}`);
  return `CREATE ${connectorKind} CONNECTOR ${when(ifNotExists, 'IF NOT EXISTS ')}${name(id)} WITH (${entries.join(', ')})`;
}

function formatInsertValues({ target, columns, values }: InsertValues): string {
  const names = columns.length === 0 ? '' : ` (${columns.map(name).join(', ')})`;
  return `INSERT INTO ${name(target)}${names} VALUES (${formatAll(values)})`;
}

const formatExplain = ({ subject }: Explain): string =>
  `EXPLAIN ${'kind' in subject ? formatBody(subject) : name(subject)}`;

function formatAssert({ topic, exists, properties, timeoutMs }: AssertTopic): string {
  const timeout = timeoutMs === undefined ? '' : ` TIMEOUT ${formatDuration(timeoutMs)}`;
  return `ASSERT ${when(!exists, 'NOT EXISTS ')}TOPIC ${formatString(topic)}${formatProperties(properties)}${timeout}`;
}

function formatAssertSchema({ subject, id, exists, timeoutMs }: AssertSchema): string {
  const parts = [
    `ASSERT ${when(!exists, 'NOT EXISTS ')}SCHEMA`,
    subject === undefined ? '' : ` SUBJECT ${formatString(subject)}`,
    id === undefined ? '' : ` ID ${id}`,
    timeoutMs === undefined ? '' : ` TIMEOUT ${formatDuration(timeoutMs)}`,
  ];
  return parts.join('');
}

function formatPrint({ topic, fromBeginning, interval, limit }: Print): string {
  const parts = [
    `PRINT ${formatString(topic)}`,
    when(fromBeginning, ' FROM BEGINNING'),
    interval === undefined ? '' : ` INTERVAL ${interval}`,
    limit === undefined ? '' : ` LIMIT ${limit}`,
  ];
  return parts.join('');
}
