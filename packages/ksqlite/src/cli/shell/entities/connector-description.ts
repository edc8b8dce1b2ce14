import { z } from 'zod';
import { cellText } from '../table/cell-text.ts';
import { formatTable } from '../table/format-table.ts';
import type { EntityFormat } from './entity-format.ts';
import { pairLines, section } from './pairs.ts';

const state = z.object({ state: z.string(), worker_id: z.string().default(''), trace: z.string().nullish() });
const description = z.object({
  connectorClass: z.string().default(''),
  status: z.object({
    name: z.string(),
    connector: state,
    tasks: z.array(state.extend({ id: z.number() })),
    type: z.string().default(''),
  }),
  sources: z
    .array(z.object({ name: z.string(), topic: z.string().default(''), type: z.string().default('') }))
    .default([]),
  topics: z.array(z.string()).default([]),
});

/** DESCRIBE CONNECTOR: what ksqlDB's own shell shows. */
export const formatConnector: EntityFormat = (entity, page) => {
  const found = description.safeParse(entity).data;
  if (found === undefined) return undefined;
  const { status, connectorClass, sources, topics } = found;
  const { colors } = page;
  const head = [
    ['Name', status.name],
    ['Class', connectorClass],
    ['Type', status.type],
    ['State', status.connector.state],
    ['Worker', status.connector.worker_id],
    ['Trace', status.connector.trace ?? ''],
  ] as const;
  const table = (names: readonly string[], rows: readonly (readonly unknown[])[]): readonly string[] =>
    rows.length === 0
      ? []
      : formatTable(
          names.map((name) => ({ name })),
          rows.map((row) => row.map(cellText)),
          page,
        );
  return [
    ...pairLines(head, colors),
    '',
    ...table(
      ['Task', 'State', 'Trace'],
      status.tasks.map((task) => [task.id, task.state, task.trace ?? '']),
    ),
    ...section(
      'Streams and tables over its topics',
      table(
        ['Name', 'Topic', 'Type'],
        sources.map((source) => [source.name, source.topic, source.type]),
      ),
      colors,
    ),
    ...section('Topics', topics, colors),
  ];
};
