import { columnsOf, type Source } from '../../metastore/source.ts';
import { formatType } from '../../types/sql-type.ts';

/**
 * Why a source can't become another one under its name, in ksqlDB's words; undefined: it can. Name, kind, topic, formats and
 * time column stay, and so does every column at its place: columns may only be added, behind the others.
 *
 * Source: ksqlDB's StructuredDataSource.canUpgradeTo.
 */
export function sourceUpgradeProblem(from: Source, to: Source): string | undefined {
  const properties: readonly (readonly [name: string, of: (source: Source) => string])[] = [
    ['type', ({ kind }) => (kind === 'STREAM' ? 'KSTREAM' : 'KTABLE')],
    ['topic', topicText],
    ['timestampColumn', timestampText],
  ];
  const issues = properties
    .filter(([, of]) => of(from) !== of(to))
    .map(([name, of]) => compatibility(from, name, of(from), of(to)));
  const columns = columnsProblem(from, to);
  if (columns !== undefined)
    issues.push(`${compatibility(from, 'schema', schemaText(from), schemaText(to))}. (${columns})`);
  return issues.length === 0 ? undefined : `Cannot upgrade data source: ${issues.join('\n\tAND ')}`;
}

const compatibility = ({ name }: Source, property: string, from: string, to: string): string =>
  `DataSource '\`${name}\`' has ${property} = ${from} which is not upgradeable to ${to}`;

function topicText(source: Source): string {
  const { topic, keyFormat, valueFormat, delimiters, wrapsSingle, values, window } = source;
  const formatText = (format: string, delimiter: string): string =>
    format === 'DELIMITED' && delimiter !== ',' ? `${format} '${delimiter}'` : format;
  const size = window?.sizeMs === undefined ? '' : ` ${window.sizeMs} ms`;
  const key = `${formatText(keyFormat, delimiters.key)}${window === undefined ? '' : ` ${window.type}${size}`}`;
  const unwrapped = values.length === 1 && !wrapsSingle ? ' unwrapped' : '';
  const value = `${formatText(valueFormat, delimiters.value)}${unwrapped}`;
  return `KsqlTopic{kafkaTopicName='${topic}', keyFormat=${key}, valueFormat=${value}}`;
}

const timestampText = (source: Source): string =>
  source.timestampColumn === undefined
    ? 'Optional.empty'
    : `Optional[\`${columnsOf(source)[source.timestampColumn]?.name ?? ''}\`]`;

const keyTexts = ({ keys }: Source): readonly string[] =>
  keys.map(({ name, type }) => `\`${name}\` ${formatType(type)} KEY`);

const valueTexts = ({ values }: Source): readonly string[] =>
  values.map(({ name, type }) => `\`${name}\` ${formatType(type)}`);

const headerTexts = ({ headers }: Source): readonly string[] =>
  headers.map(
    ({ name, type, header }) =>
      `\`${name}\` ${formatType(type)} ${header === undefined ? 'HEADERS' : `HEADER('${header}')`}`,
  );

/** The columns as ksqlDB lists them. */
const schemaText = (source: Source): string =>
  [...keyTexts(source), ...valueTexts(source), ...headerTexts(source)].join(', ');

function columnsProblem(from: Source, to: Source): string | undefined {
  const keys = keyTexts(from);
  const changedKeys = keys.length === to.keys.length ? changed(keys, keyTexts(to)) : keys;
  if (changedKeys.length > 0)
    return `Key columns must be identical. The following key columns are changed, missing or reordered: [${changedKeys.join(', ')}]`;
  const others = [
    ...changed(valueTexts(from), valueTexts(to)),
    ...changed(headerTexts(from), headerTexts(to)),
  ];
  return others.length === 0
    ? undefined
    : `The following columns are changed, missing or reordered: [${others.join(', ')}]`;
}

/** What is not there any more at its place. */
const changed = (from: readonly string[], to: readonly string[]): readonly string[] =>
  from.filter((column, i) => column !== to[i]);
