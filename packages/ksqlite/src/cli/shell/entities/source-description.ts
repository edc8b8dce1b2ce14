import { z } from 'zod';
import { cellText } from '../table/cell-text.ts';
import { formatTable, type Page } from '../table/format-table.ts';
import type { EntityFormat } from './entity-format.ts';
import { offsetLines, offsetSummaries } from './offsets.ts';
import { pairLines, section } from './pairs.ts';
import { type Field, field, typeText } from './schema.ts';

const query = z.object({ id: z.string(), state: z.string().nullish(), queryString: z.string() });
const statistic = z.object({
  host: z.unknown(),
  name: z.string(),
  value: z.number(),
  timestamp: z.union([z.number(), z.string()]).nullish(),
});
/** Of this engine alone; ksqlDB has none. */
const operator = z.object({
  queryId: z.string(),
  subTopology: z.string(),
  operator: z.string(),
  recordsIn: z.number(),
  recordsOut: z.number(),
  errors: z.number(),
  late: z.number(),
  dropped: z.object({ nullKey: z.number(), nullValue: z.number(), failed: z.number() }),
});
const source = z.object({
  name: z.string(),
  type: z.string(),
  windowType: z.string().nullish(),
  fields: z.array(field),
  readQueries: z.array(query).default([]),
  writeQueries: z.array(query).default([]),
  extended: z.boolean().default(false),
  timestamp: z.string().default(''),
  keyFormat: z.string().default(''),
  valueFormat: z.string().default(''),
  topic: z.string().default(''),
  partitions: z.number().default(0),
  replication: z.number().default(0),
  statement: z.string().default(''),
  sourceConstraints: z.array(z.string()).default([]),
  clusterStatistics: z.array(statistic).default([]),
  clusterErrorStats: z.array(statistic).default([]),
  operatorStatistics: z.array(operator).default([]),
  queryOffsetSummaries: offsetSummaries.default([]),
});
type Source = z.infer<typeof source>;

export const formatSource: EntityFormat = (entity, page) => {
  const found = source.safeParse(entity.sourceDescription).data;
  return found === undefined ? undefined : sourceLines(found, page);
};

export const formatSources: EntityFormat = (entity, page) => {
  const found = z.array(source).safeParse(entity.sourceDescriptions).data;
  return found?.flatMap((one, at) => [...(at === 0 ? [] : ['']), ...sourceLines(one, page)]);
};

function sourceLines(one: Source, page: Page): readonly string[] {
  const { colors } = page;
  const window = one.windowType == null ? '' : `, ${one.windowType.toLowerCase()} window`;
  const head = [
    ['Name', one.name],
    ['Type', `${one.type}${window}`],
    ['Topic', topicText(one)],
    ['Formats', `${one.keyFormat} key, ${one.valueFormat} value`],
    ['Timestamp', one.timestamp],
  ] as const;
  const fields = fieldLines(one.fields, one.type, page);
  if (!one.extended) return [...pairLines(head, colors), '', ...fields];
  return [
    ...pairLines([...head, ['Statement', one.statement]], colors),
    '',
    ...fields,
    ...section('Read by', queryLines(one.readQueries), colors),
    ...section('Written by', queryLines(one.writeQueries), colors),
    ...section('May not be dropped because of', one.sourceConstraints, colors),
    ...section('Runtime statistics', statisticLines(one, page), colors),
    ...section('Operators', operatorLines(one, page), colors),
    ...offsetLines(one.queryOffsetSummaries, page),
  ];
}

/** The columns of a source or a query. */
export const fieldLines = (fields: readonly Field[], kind: string, page: Page): readonly string[] =>
  formatTable(
    [{ name: 'Column' }, { name: 'Type' }],
    fields.map((one) => [one.name, `${typeText(one.schema)}${roleText(one, kind)}`]),
    page,
  );

function roleText({ type, headerKey }: Field, kind: string): string {
  if (type === 'KEY') return kind === 'TABLE' ? ' (primary key)' : ' (key)';
  if (type === 'HEADER') return headerKey == null ? ' (headers)' : ` (header '${headerKey}')`;
  return '';
}

const topicText = ({ topic, partitions, replication }: Source): string =>
  partitions === 0 ? topic : `${topic} (${partitions} partitions, replication ${replication})`;

const queryLines = (queries: Source['readQueries']): readonly string[] =>
  queries.map(({ id, state, queryString }) =>
    cellText(`${id} (${state ?? 'state not known'}): ${queryString.replace(/\s+/g, ' ')}`),
  );

function statisticLines({ clusterStatistics, clusterErrorStats }: Source, page: Page): readonly string[] {
  const all = [...clusterStatistics, ...clusterErrorStats];
  if (all.length === 0) return [];
  return formatTable(
    [{ name: 'Host' }, { name: 'Metric' }, { name: 'Value', right: true }, { name: 'Last message' }],
    all.map(({ host, name, value, timestamp }) => [
      hostText(host),
      name,
      String(Math.round(value * 100) / 100),
      timeText(timestamp),
    ]),
    { ...page, width: page.width - 2 },
  );
}

function operatorLines({ operatorStatistics }: Source, page: Page): readonly string[] {
  if (operatorStatistics.length === 0) return [];
  const figures = ['In', 'Out', 'Null key', 'Null value', 'Failed', 'Late', 'Errors'];
  return formatTable(
    [{ name: 'Query' }, { name: 'Operator' }, ...figures.map((name) => ({ name, right: true }))],
    operatorStatistics.map(({ queryId, subTopology, operator, dropped, ...one }) => [
      `${queryId}/${subTopology}`,
      operator,
      ...[
        one.recordsIn,
        one.recordsOut,
        dropped.nullKey,
        dropped.nullValue,
        dropped.failed,
        one.late,
        one.errors,
      ].map(String),
    ]),
    { ...page, width: page.width - 2 },
  );
}

function hostText(host: unknown): string {
  const parts = z.object({ host: z.string(), port: z.number() }).safeParse(host).data;
  return parts === undefined ? cellText(host) : `${parts.host}:${parts.port}`;
}

function timeText(timestamp: number | string | null | undefined): string {
  if (timestamp == null || timestamp === 0) return '';
  return typeof timestamp === 'number' ? new Date(timestamp).toISOString() : timestamp;
}
