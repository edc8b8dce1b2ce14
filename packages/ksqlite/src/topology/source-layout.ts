import type { SchemaColumn } from '../analysis/names/schema.ts';
import type { Source } from '../metastore/source.ts';
import type { Repartition } from '../plan/plan-node.ts';
import { Layout } from './layout.ts';
import type { PlanLeaf } from './split-plan.ts';

/** The layout of the records, or of the table's rows, that come out of a topic. */
export function leafLayout(leaf: PlanLeaf, source: Source): Layout {
  switch (leaf.kind) {
    case 'StreamSource':
    case 'TableSource':
      return Layout.ofSource(source, leaf.schema);
    case 'Repartition':
      return Layout.ofSource(source, leaf.schema, storedName(leaf));
    case 'GroupRepartition':
      return Layout.ofValues(leaf.schema);
  }
}

const storedName =
  ({ stored, keys }: Repartition) =>
  (wanted: SchemaColumn): string | undefined =>
    stored.find(({ column }) => column.alias === wanted.alias && column.name === wanted.name)?.storedAs ??
    keys.find(({ name }) => name === wanted.name)?.name;
