import { z } from 'zod';
import { cellText } from '../table/cell-text.ts';
import type { Page } from '../table/format-table.ts';
import type { EntityFormat } from './entity-format.ts';
import { pairLines, section, textLines } from './pairs.ts';
import { field } from './schema.ts';
import { fieldLines } from './source-description.ts';

const query = z.object({
  id: z.string(),
  statementText: z.string().default(''),
  queryType: z.string().nullish(),
  state: z.string().nullish(),
  fields: z.array(field).default([]),
  sources: z.array(z.string()).default([]),
  sinks: z.array(z.string()).default([]),
  topology: z.string().default(''),
  executionPlan: z.string().default(''),
  overriddenProperties: z.record(z.string(), z.unknown()).default({}),
  ksqlHostQueryStatus: z.record(z.string(), z.string()).nullish(),
  consumerGroupId: z.string().nullish(),
  processingErrors: z.record(z.string(), z.number()).default({}),
  queryErrors: z
    .array(z.object({ timestamp: z.number(), errorMessage: z.string(), type: z.string().default('') }))
    .default([]),
});
type Query = z.infer<typeof query>;

export const formatQuery: EntityFormat = (entity, page) => {
  const found = query.safeParse(entity.queryDescription).data;
  return found === undefined ? undefined : queryLines(found, page);
};

export const formatQueries: EntityFormat = (entity, page) => {
  const found = z.array(query).safeParse(entity.queryDescriptions).data;
  if (found?.length === 0) return [page.colors.dim('(no queries)')];
  return found?.flatMap((one, at) => [...(at === 0 ? [] : ['']), ...queryLines(one, page)]);
};

function queryLines(one: Query, page: Page): readonly string[] {
  const { colors } = page;
  const hosts = Object.entries(one.ksqlHostQueryStatus ?? {}).map(([host, status]) => `${host} ${status}`);
  const head = [
    ['Query', one.id],
    ['Type', one.queryType ?? ''],
    ['State', one.state ?? ''],
    ['Servers', hosts.join('\n')],
    ['Reads', one.sources.join(', ')],
    ['Writes', one.sinks.join(', ')],
    ['Consumer group', one.consumerGroupId ?? ''],
    ['SQL', one.statementText],
  ] as const;
  return [
    ...pairLines(head, colors),
    '',
    ...fieldLines(one.fields, '', page),
    ...section('Set with it', settingLines(one), colors),
    ...(one.executionPlan === '' ? [] : section('Execution plan', textLines(one.executionPlan), colors)),
    ...(one.topology === '' ? [] : section('Processing topology', textLines(one.topology), colors)),
    ...section('Records that failed or were left out, since it was started', problemLines(one), colors),
    ...section('Errors', errorLines(one), colors),
  ];
}

const settingLines = ({ overriddenProperties }: Query): readonly string[] =>
  Object.entries(overriddenProperties)
    .map(([name, value]) => cellText(`${name} = ${cellText(value)}`))
    .sort();

const problemLines = ({ processingErrors }: Query): readonly string[] =>
  Object.entries(processingErrors)
    .map(([reason, count]) => cellText(`${reason}: ${count}`))
    .sort();

const errorLines = ({ queryErrors }: Query): readonly string[] =>
  queryErrors.flatMap(({ timestamp, type, errorMessage }) =>
    textLines(`${new Date(timestamp).toISOString()} ${type}: ${errorMessage}`),
  );
