import { z } from 'zod';
import { cellText } from '../table/cell-text.ts';
import { formatTable } from '../table/format-table.ts';
import type { TableColumn } from '../table/table-lines.ts';
import type { EntityFormat } from './entity-format.ts';
import { schema, typeText } from './schema.ts';

interface List {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly unknown[])[];
}

const sources = z.array(
  z.object({
    name: z.string(),
    topic: z.string(),
    keyFormat: z.string().default(''),
    valueFormat: z.string().default(''),
    isWindowed: z.boolean().default(false),
  }),
);
const topics = z.array(
  z.object({
    name: z.string(),
    replicaInfo: z.array(z.number()),
    consumerCount: z.number().optional(),
    consumerGroupCount: z.number().optional(),
  }),
);
const queries = z.array(
  z.object({
    id: z.string(),
    queryType: z.string().default(''),
    state: z.string().nullish(),
    statusCount: z.record(z.string(), z.number()).nullish(),
    sinks: z.array(z.string()).default([]),
    queryString: z.string(),
  }),
);
const properties = z.array(
  z.object({
    name: z.string(),
    scope: z.string().default(''),
    value: z.string().nullish(),
    level: z.string().nullish(),
  }),
);
const functions = z.array(z.object({ name: z.string(), category: z.string().default('') }));
const types = z.record(z.string(), schema);
const variables = z.array(z.object({ name: z.string(), value: z.string() }));

const connectors = z.array(
  z.object({
    name: z.string(),
    type: z.string().nullish(),
    className: z.string().nullish(),
    state: z.string().nullish(),
  }),
);
const plugins = z.array(
  z.object({ className: z.string(), type: z.string().nullish(), version: z.string().nullish() }),
);

const named = (...names: readonly string[]): readonly TableColumn[] => names.map((name) => ({ name }));
const byFirst = (a: readonly unknown[], b: readonly unknown[]): number =>
  String(a[0]) < String(b[0]) ? -1 : 1;

const sourceList = (kind: 'Stream' | 'Table', value: unknown): List => ({
  columns: named(kind, 'Topic', 'Key format', 'Value format', ...(kind === 'Table' ? ['Windowed'] : [])),
  rows: sources
    .parse(value)
    .map(({ name, topic, keyFormat, valueFormat, isWindowed }) => [
      name,
      topic,
      keyFormat,
      valueFormat,
      ...(kind === 'Table' ? [isWindowed ? 'yes' : 'no'] : []),
    ])
    .sort(byFirst),
});

const topicList = (value: unknown, extended: boolean): List => ({
  columns: [
    { name: 'Topic' },
    { name: 'Partitions', right: true },
    { name: 'Replicas', right: true },
    ...(extended
      ? [
          { name: 'Consumers', right: true },
          { name: 'Consumer groups', right: true },
        ]
      : []),
  ],
  rows: topics
    .parse(value)
    .map(({ name, replicaInfo, consumerCount, consumerGroupCount }) => [
      name,
      replicaInfo.length,
      [...new Set(replicaInfo)].join(', '),
      ...(extended ? [consumerCount ?? 0, consumerGroupCount ?? 0] : []),
    ])
    .sort(byFirst),
});

function queryList(value: unknown): List {
  return {
    columns: named('Query', 'Type', 'Status', 'Writes', 'SQL'),
    rows: queries
      .parse(value)
      .map(({ id, queryType, state, statusCount, sinks, queryString }) => [
        id,
        queryType,
        statusText(statusCount ?? {}) || (state ?? ''),
        sinks.join(', '),
        queryString.replace(/\s+/g, ' '),
      ]),
  };
}

/** `RUNNING`, or with several servers `RUNNING:1, ERROR:1`. */
function statusText(counts: Readonly<Record<string, number>>): string {
  const entries = Object.entries(counts);
  const [only] = entries;
  if (entries.length === 1 && only?.[1] === 1) return only[0];
  return entries.map(([status, count]) => `${status}:${count}`).join(', ');
}

const propertyList = (value: unknown): List => ({
  columns: named('Property', 'Scope', 'Level', 'Value'),
  rows: properties
    .parse(value)
    .map(({ name, scope, level, value: set }) => [name, scope, level ?? '', set])
    .sort(byFirst),
});
const functionList = (value: unknown): List => ({
  columns: named('Function', 'Category'),
  rows: functions
    .parse(value)
    .map(({ name, category }) => [name, category])
    .sort(byFirst),
});
const typeList = (value: unknown): List => ({
  columns: named('Type', 'Schema'),
  rows: Object.entries(types.parse(value)).map(([name, type]) => [name, typeText(type)]),
});
const variableList = (value: unknown): List => ({
  columns: named('Variable', 'Value'),
  rows: variables.parse(value).map(({ name, value: set }) => [name, set]),
});

const connectorList = (value: unknown): List => ({
  columns: named('Connector', 'Type', 'Class', 'Status'),
  rows: connectors
    .parse(value)
    .map(({ name, type, className, state }) => [
      name,
      (type ?? 'unknown').toUpperCase(),
      className ?? '',
      state ?? '',
    ]),
});
const pluginList = (value: unknown): List => ({
  columns: named('Class', 'Type', 'Version'),
  rows: plugins
    .parse(value)
    .map(({ className, type, version }) => [className, (type ?? 'unknown').toUpperCase(), version ?? '']),
});

const LISTS: Readonly<Record<string, { readonly field: string; readonly read: (value: unknown) => List }>> = {
  streams: { field: 'streams', read: (value) => sourceList('Stream', value) },
  tables: { field: 'tables', read: (value) => sourceList('Table', value) },
  kafka_topics: { field: 'topics', read: (value) => topicList(value, false) },
  kafka_topics_extended: { field: 'topics', read: (value) => topicList(value, true) },
  queries: { field: 'queries', read: queryList },
  properties: { field: 'properties', read: propertyList },
  function_names: { field: 'functions', read: functionList },
  connector_list: { field: 'connectors', read: connectorList },
  connector_plugins_list: { field: 'connectorsPlugins', read: pluginList },
  type_list: { field: 'types', read: typeList },
  variables: { field: 'variables', read: variableList },
};

/** Entities that are one list. */
export const formatList: EntityFormat = (entity, page) => {
  const list = LISTS[entity['@type']];
  if (list === undefined) return undefined;
  try {
    const { columns, rows } = list.read(entity[list.field]);
    if (rows.length === 0) return [page.colors.dim(`(no ${list.field})`)];
    const cells = rows.map((row) => row.map(cellText));
    return formatTable(columns, cells, page);
  } catch (error) {
    if (error instanceof z.ZodError) return undefined;
    throw error;
  }
};
